import type { MetricDefinition } from '../../../protocol/metric';

/** One of the two text formats that Prometheus reads, where they differ. */
export interface TextFormat {
  readonly mediaType: string;
  readonly version: string;
  /** Name of a family as its `TYPE` has it, for the name that its samples have. */
  readonly family: (sampleName: string) => string;
  /** Whether a family names its unit. */
  readonly hasUnits: boolean;
  /** Type of a family whose only sample is 1 and whose labels are what it tells. */
  readonly infoType: string;
  readonly help: (text: string) => string;
  /** What comes after the last family. */
  readonly end: string;
}

/** The older format, which every reader of Prometheus pages understands. */
export const plainText: TextFormat = {
  mediaType: 'text/plain',
  version: '0.0.4',
  family: (sampleName) => sampleName,
  hasUnits: false,
  infoType: 'gauge',
  help: (text) => text.replace(/[\\\n]/g, escaped),
  end: '',
};

export const openMetrics: TextFormat = {
  mediaType: 'application/openmetrics-text',
  version: '1.0.0',
  family: (sampleName) => sampleName.replace(/_(?:total|info)$/, ''),
  hasUnits: true,
  infoType: 'info',
  help: (text) => text.replace(/[\\"\n]/g, escaped),
  end: '# EOF\n',
};

export function contentTypeOf({ mediaType, version }: TextFormat): string {
  return `${mediaType}; version=${version}; charset=utf-8`;
}

/** A speed is a gauge to Prometheus, which derives speeds from counters itself. */
export function typeOf(kind: MetricDefinition['kind']): 'counter' | 'gauge' {
  return kind === 'counter' ? 'counter' : 'gauge';
}

/** Labels as they stand between braces, the same in both formats; empty for none. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  let text = '';
  for (const name in labels) text += `${text === '' ? '' : ','}${name}="${escapeLabel(labels[name]!)}"`;
  return text;
}

function escapeLabel(value: string): string {
  return /[\\"\n]/.test(value) ? value.replace(/[\\"\n]/g, escaped) : value;
}

function escaped(character: string): string {
  return character === '\n' ? String.raw`\n` : `\\${character}`;
}
