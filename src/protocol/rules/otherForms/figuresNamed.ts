import { catalogue, isMetricId } from '../../catalogue';
import type { Labels } from '../../metric';
import { metricName } from '../../metricName';
import { type KnownFigure, namedFigures } from './figures';

/** Units that end a name without changing what it means. */
export const unitEnding = /_(?:percent|ms|count)$/;

/** The figures that another monitor's name means, such as `*_cpu_usage_percent`; none where it is not known. */
export function figuresNamed(written: string): readonly KnownFigure[] {
  const metric = metricName(written);
  if (isMetricId(metric)) {
    const isGoodHigh = metric === 'agent.success_percent';
    return [{ metric, windowMs: 10_000, ...(isGoodHigh ? { isGoodHigh } : {}) }];
  }
  for (const name of new Set([written, written.replace(unitEnding, '')])) {
    const whole = namedFigures.get(name);
    if (whole) return [whole.machine ?? whole.agent].filter((figure) => figure !== undefined);
    for (const [known, { machine, agent }] of namedFigures) {
      if (!name.endsWith(`_${known}`)) continue;
      const subject = name.slice(0, -known.length - 1);
      return figuresOf(subject, machine, agent);
    }
  }
  return [];
}

/** Metrics by the names that other monitors use, for those who misspelt one. */
export const knownNames: readonly string[] = [...namedFigures.keys(), ...Object.keys(catalogue)];

function figuresOf(subject: string, machine?: KnownFigure, agent?: KnownFigure): readonly KnownFigure[] {
  const both = [machine, agent].filter((figure) => figure !== undefined);
  if (subject === '*') return both;
  if (subject === 'system' && machine) return [machine];
  if (!agent) return [];
  return [subject === 'agent' ? agent : { ...agent, labels: named(agent.labels, subject) }];
}

const named = (labels: Labels | undefined, agent: string): Labels => ({ ...labels, agent });
