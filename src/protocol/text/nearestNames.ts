/** Names that somebody may have meant, the nearest first; none that is nothing like it. */
export function nearestNames(name: string, known: Iterable<string>, most = 1): readonly string[] {
  const wanted = name.slice(0, longest).toLowerCase();
  const near: { known: string; distance: number }[] = [];
  for (const candidate of known) {
    const distance = distanceBetween(wanted, candidate.toLowerCase());
    if (distance <= Math.max(1, Math.floor(wanted.length / 3))) near.push({ known: candidate, distance });
  }
  return near
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ known: found }) => found);
}

/** ` Did you mean "system.cpu_percent"?`, or nothing. */
export function didYouMean(name: string, known: Iterable<string>, most = 1): string {
  const near = nearestNames(name, known, most);
  return near.length === 0 ? '' : ` Did you mean ${near.map((found) => `"${found}"`).join(' or ')}?`;
}

const longest = 64;
/** Letters in the wrong order are likelier than wrong ones. */
const swap = 0.9;

/** Letters to insert, remove, change or swap with the next. A name whose last part alone was written is near. */
function distanceBetween(a: string, b: string): number {
  if (a !== '' && b.endsWith(`.${a}`)) return 0.5;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      let least = Math.min(last[column]! + 1, next[column - 1]! + 1, last[column - 1]! + (isSame ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        least = Math.min(least, before[column - 2]! + swap);
      next.push(least);
    }
    before = last;
    last = next;
  }
  return last[b.length]! - (b.startsWith(a) ? 0.5 : 0);
}
