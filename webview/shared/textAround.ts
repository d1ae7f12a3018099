const marker = '\u0000';

/** A sentence with an element in the place that its language gives it. @param write The sentence with a text there. */
export function textAround(write: (place: string) => string, element: HTMLElement): (string | HTMLElement)[] {
  const [before = '', after] = write(marker).split(marker);
  return after === undefined ? [before] : [before, element, after];
}
