import { badRequest } from '../refusal';

/** @throws Refusal 400 for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest('The body is not valid JSON. Correct it.');
  }
}
