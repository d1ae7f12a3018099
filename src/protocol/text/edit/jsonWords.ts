const longestLine = 80;

/** How a text is written: its line ends, and what one step of indentation is. */
export interface Writing {
  readonly eol: string;
  readonly step: string;
}

/** How a text is written, as far as it shows. */
export function writingOf(text: string): Writing {
  const indent = /^[ \t]+/m.exec(text)?.[0] ?? '  ';
  return { eol: text.includes('\r\n') ? '\r\n' : '\n', step: indent.startsWith('\t') ? '\t' : indent.slice(0, 4) };
}

/** A value as people write JSON: what is short in one line, the rest with a line for each part. */
export function jsonWords(value: unknown, indent: string, writing: Writing): string {
  const line = oneLine(value);
  if (line.length <= longestLine || typeof value !== 'object' || value === null) return line;
  const inner = indent + writing.step;
  const parts = Array.isArray(value)
    ? value.map((part) => jsonWords(part, inner, writing))
    : Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${jsonWords(part, inner, writing)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return [open, parts.map((part) => inner + part).join(`,${writing.eol}`), indent + close].join(writing.eol);
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${oneLine(part)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}
