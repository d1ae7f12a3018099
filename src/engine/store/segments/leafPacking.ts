/** What a row costs besides its blobs: the row's header, its two numbers, and what the page keeps about it. */
const rowOverheadBytes = 16;
const pageHeaderBytes = 8;

/**
 * The order of rows that leaves the fewest bytes of SQLite's pages empty: rows fill pages one after the other, and of a
 * long row only a rest lies in the page itself, so pages are filled best fit, largest rest first.
 * @param rowBytes Bytes of each row's blobs.
 * @returns Indexes of the rows.
 */
export function leafPacking(rowBytes: readonly number[], pageBytes: number): number[] {
  const rests = rowBytes.map((bytes) => Math.min(restInPage(bytes + rowOverheadBytes, pageBytes), pageBytes));
  const order = rests.map((_, row) => row).sort((a, b) => rests[b]! - rests[a]! || a - b);
  const pages: number[][] = [];
  /** Pages by how many bytes are free in them. */
  const free: number[][] = Array.from({ length: pageBytes + 1 }, () => []);
  for (const row of order) {
    const rest = rests[row]!;
    let room = rest;
    while (room <= pageBytes && free[room]!.length === 0) room++;
    const page = free[room]?.pop() ?? pages.push([]) - 1;
    pages[page]!.push(row);
    const left = Math.min(room, pageBytes - pageHeaderBytes) - rest;
    if (left > 0) free[left]!.push(page);
  }
  return pages.flat();
}

/** Bytes of a row that lie in the page itself, as SQLite's file format says. */
function restInPage(bytes: number, pageBytes: number): number {
  const most = pageBytes - 35;
  if (bytes <= most) return bytes;
  const least = Math.floor(((pageBytes - 12) * 32) / 255) - 23;
  const rest = least + ((bytes - least) % (pageBytes - 4));
  return rest <= most ? rest : least;
}
