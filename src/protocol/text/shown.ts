const most = 60;

/** A value of a file as a problem quotes it: one line, cut where it is long. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value) && value.length > 8) return `a list of ${value.length}`;
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, most + 1)) : JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
