import { isMetricId } from '../../protocol/catalogue';
import { badRequest } from './refusal';

const mostPatternCharacters = 128;
const mostStars = 8;

/**
 * A metric name as a client gave it, in which `*` stands for any characters.
 * @throws Refusal 400 for what is no name of a metric, or no pattern.
 */
export function metricPattern(given: string): string {
  if (given.length > mostPatternCharacters || !/^[A-Za-z0-9_.*]+$/.test(given))
    throw badRequest(`metric takes up to ${mostPatternCharacters} letters, digits, dots, underscores and stars.`);
  if (given.split('*').length - 1 > mostStars) throw badRequest(`metric takes at most ${mostStars} stars.`);
  const name = given.replace(/^(system|model)\.data\./, '$1.');
  if (!name.includes('*') && !isMetricId(name))
    throw badRequest(`There is no metric ${name}. GET /api/metrics/realtime lists those that are known now.`);
  return name;
}
