/** A moment as it stands in names: `20261121T143000Z`. @param time Milliseconds since 1970. */
export function timeStamp(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
