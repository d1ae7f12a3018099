export interface PrometheusSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface PrometheusPage {
  readonly samples: readonly PrometheusSample[];
  /** Lines that name a wanted metric but could not be read. */
  readonly badLines: number;
  /** Whether the page was longer than what is looked at. */
  readonly isCut: boolean;
}

const maxLines = 20_000;
const maxLineCharacters = 4096;
const sampleLine = /^([A-Za-z_:][A-Za-z0-9_:]*)\s*(?:\{(.*)\})?\s*(\S+)(?:\s+-?\d+)?(?:\s*#.*)?\s*$/;
const labelPair = /\s*([A-Za-z_][A-Za-z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,|$)/y;
const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Reads the wanted metrics from Prometheus text. Looks at 20,000 lines of 4,096 characters at the most. */
export function readPrometheusText(text: string, wanted: ReadonlySet<string>): PrometheusPage {
  const samples: PrometheusSample[] = [];
  let badLines = 0;
  let lines = 0;
  let start = 0;
  while (start < text.length && lines++ < maxLines) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const nameEnd = endOfName(text, start, end);
    if (nameEnd > start && wanted.has(text.slice(start, nameEnd))) {
      const sample = end - start > maxLineCharacters ? undefined : readSample(text.slice(start, end));
      if (sample) samples.push(sample);
      else badLines++;
    }
    start = end + 1;
  }
  return { samples, badLines, isCut: start < text.length };
}

/** Comments, blank lines and unwanted metrics end here, before anything is copied. */
function endOfName(text: string, start: number, end: number): number {
  const limit = Math.min(end, start + 256);
  let at = start;
  while (at < limit && isNameCharacter(text.charCodeAt(at))) at++;
  return at;
}

function isNameCharacter(code: number): boolean {
  const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return isLetter || (code >= 48 && code <= 58) || code === 95;
}

function readSample(line: string): PrometheusSample | undefined {
  const match = sampleLine.exec(line);
  if (!match) return undefined;
  const value = readValue(match[3]!);
  const labels = readLabels(match[2] ?? '');
  return value === undefined || !labels ? undefined : { name: match[1]!, labels, value };
}

/** Prometheus writes NaN, +Inf and -Inf in any case. */
function readValue(text: string): number | undefined {
  if (numeric.test(text)) return Number(text);
  switch (text.toLowerCase()) {
    case 'nan':
    case '-nan':
      return NaN;
    case 'inf':
    case '+inf':
      return Infinity;
    case '-inf':
      return -Infinity;
    default:
      return undefined;
  }
}

function readLabels(text: string): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  labelPair.lastIndex = 0;
  while (labelPair.lastIndex < text.length) {
    const match = labelPair.exec(text);
    if (!match) return undefined;
    labels[match[1]!] = match[2]!.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  }
  return labels;
}
