import { openMetrics, plainText, type TextFormat } from './textFormat';

interface MediaRange {
  /** A media type, or one in which `*` stands for any. */
  readonly name: string;
  readonly version: string | undefined;
  /** From 0, not wanted, to 1. */
  readonly weight: number;
}

/**
 * The format that the header Accept prefers. Who does not say, or accepts neither, gets the older one: readers that
 * send no header for it are the rule.
 */
export function acceptedFormat(accept: string | undefined): TextFormat {
  const ranges = (accept ?? '').split(',').map(rangeOf);
  return weightOf(openMetrics, ranges) > weightOf(plainText, ranges) ? openMetrics : plainText;
}

/** That of the range that fits a format most closely, as HTTP says, however much others weigh. */
function weightOf(format: TextFormat, ranges: readonly MediaRange[]): number {
  let closest = -1;
  let weight = 0;
  for (const range of ranges) {
    const closeness = closenessOf(format, range);
    if (closeness < closest || closeness < 0) continue;
    weight = closeness === closest ? Math.max(weight, range.weight) : range.weight;
    closest = closeness;
  }
  return weight;
}

function closenessOf({ mediaType, version }: TextFormat, range: MediaRange): number {
  if (range.version !== undefined) return range.name === mediaType && range.version === version ? 3 : -1;
  if (range.name === mediaType) return 2;
  if (range.name === `${mediaType.slice(0, mediaType.indexOf('/'))}/*`) return 1;
  return range.name === '*/*' ? 0 : -1;
}

function rangeOf(text: string): MediaRange {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const given = new Map(parameters.map(nameAndValue));
  return { name, version: given.get('version'), weight: weightIn(given.get('q')) };
}

function nameAndValue(parameter: string): [string, string] {
  const equals = parameter.indexOf('=');
  if (equals < 0) return [parameter, ''];
  const value = parameter.slice(equals + 1).trim();
  return [parameter.slice(0, equals).trim(), /^".*"$/.test(value) ? value.slice(1, -1) : value];
}

/** What is no weight is none. */
function weightIn(text: string | undefined): number {
  if (text === undefined) return 1;
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 0;
}
