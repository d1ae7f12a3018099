import type { Option, Verb } from './verb';

/** The text of `wirthforge --help`. */
export function helpForAll(verbs: ReadonlyMap<string, Verb>): string {
  const rows = [...verbs].map(([name, { meaning }]) => [name, meaning] as const);
  return [
    'Wirthforge Monitor without VS Code: what this machine and its models do, live. Nothing leaves the machine.',
    '',
    'Usage: wirthforge VERB [options]',
    '',
    ...aligned(rows),
    '',
    'wirthforge VERB --help lists the options of a verb; wirthforge --version tells the version.',
  ].join('\n');
}

/** The text of `wirthforge VERB --help`. */
export function helpFor(name: string, { meaning, options, positionals = [] }: Verb): string {
  const words = positionals.map((word) => ` ${word.isOptional === true ? `[${word.name}]` : word.name}`).join('');
  const rows = [
    ...positionals.map((word) => [word.name, word.meaning] as const),
    ...Object.entries(options).map(
      ([option, definition]) => [written(option, definition), definition.meaning] as const,
    ),
  ];
  return [meaning, '', `Usage: wirthforge ${name}${words} [options]`, '', ...aligned(rows)].join('\n');
}

function written(name: string, { value }: Option): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
