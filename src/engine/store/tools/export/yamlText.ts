/** What YAML does not let stand unescaped in double quotes, though JSON does. */
const unprintable = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g;

/** A text in double quotes, as YAML 1.2 reads it whatever it holds. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * A JSON value in block style, to follow `key:` or `-` whose own line is indented by `indent` spaces. Begins with a
 * space or a line break, ends without one.
 */
export function block(value: unknown, indent: number): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []';
    return value.map((item: unknown) => `\n${' '.repeat(indent + 2)}-${block(item, indent + 2)}`).join('');
  }
  if (typeof value === 'object' && value !== null) return mapping(value, indent);
  return ` ${typeof value === 'string' ? quoted(value) : ((JSON.stringify(value) as string | undefined) ?? 'null')}`;
}

function mapping(value: object, indent: number): string {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return ' {}';
  return members
    .map(([name, member]) => `\n${' '.repeat(indent + 2)}${quoted(name)}:${block(member, indent + 2)}`)
    .join('');
}
