/** Without its ending, in bytes of UTF-8; file systems refuse names of more than 255 with it. */
const longest = 200;

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
    .replace(/^[-. ]+/, '');
  const fitting = cut(clean).replace(/[-. ]+$/, '');
  const stem =
    fitting === '' || reserved.test(fitting.split('.')[0]!)
      ? `wirthforge${fitting === '' ? '' : `-${fitting}`}`
      : fitting;
  return `${stem}.${ending}`;
}

/** The beginning that fits, without half a character at its end. */
function cut(text: string): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(longest));
  return text.slice(0, read);
}
