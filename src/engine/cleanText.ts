/** Characters that could forge lines or turn text around: controls, separators and directional marks. */
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text from the wire made fit for labels and screens. May come out empty. */
export function cleanText(text: string, maxCharacters: number): string {
  // Cut before cleaning, so that the work is bounded whatever came.
  const clean = text
    .slice(0, maxCharacters * 4)
    .replace(unsafe, '')
    .trim();
  return clean.length <= maxCharacters ? clean : clean.slice(0, maxCharacters).toWellFormed();
}
