const isoTime = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** A time in UTC with microseconds, such as 2026-11-21T14:30:00.250000Z. @param at Milliseconds since 1970. */
export function isoMicroseconds(at: number): string {
  const microseconds = Math.round((at - Math.floor(at)) * 1000);
  const time = new Date(Math.floor(at) + (microseconds === 1000 ? 1 : 0)).toISOString();
  return `${time.slice(0, -1)}${String(microseconds % 1000).padStart(3, '0')}Z`;
}

/** Milliseconds since 1970 of a time with its zone; undefined for anything else. */
export function parseIso(text: string): number | undefined {
  const match = isoTime.exec(text);
  if (!match) return undefined;
  const seconds = Date.parse(`${match[1]!}${match[3]!}`);
  return Number.isNaN(seconds) ? undefined : seconds + Number(`0.${match[2] ?? '0'}`) * 1000;
}
