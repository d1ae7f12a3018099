const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** A stretch of time in at most two units, rounded down: `45 s`, `3 min`, `2 h 5 min`, `4 d 1 h`. The spaces do not break. */
export function spanText(ms: number): string {
  if (ms < minuteMs) return part(Math.max(0, ms), 1000, 's');
  if (ms < hourMs) return part(ms, minuteMs, 'min');
  if (ms < dayMs) return pair(part(ms, hourMs, 'h'), ms % hourMs, minuteMs, 'min');
  return pair(part(ms, dayMs, 'd'), ms % dayMs, hourMs, 'h');
}

function part(ms: number, unitMs: number, unit: string): string {
  return `${Math.floor(ms / unitMs)}\u00a0${unit}`;
}

function pair(first: string, restMs: number, unitMs: number, unit: string): string {
  return restMs < unitMs ? first : `${first}\u00a0${part(restMs, unitMs, unit)}`;
}
