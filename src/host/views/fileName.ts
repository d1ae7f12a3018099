/** Without its ending; longer names are refused by some file systems. */
const longest = 100;

/** What no file may be called on Windows, whatever its ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A name that every file system takes and that stays in its folder, from one that a page proposes. */
export function fileName(proposed: string, ending: string): string {
  const withoutEnding = proposed.toLowerCase().endsWith(`.${ending}`)
    ? proposed.slice(0, -ending.length - 1)
    : proposed;
  const clean = withoutEnding
    // Parts of paths, what Windows forbids, control characters, and marks that turn the direction of writing.
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[-. ]+/, '')
    .slice(0, longest)
    .replace(/[-. ]+$/, '');
  const stem =
    clean === '' || reserved.test(clean.split('.')[0]!) ? `wirthforge${clean === '' ? '' : `-${clean}`}` : clean;
  return `${stem}.${ending}`;
}
