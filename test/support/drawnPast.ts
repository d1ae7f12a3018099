import type { Frame } from 'playwright-core';

/** How much of the first chart has a line, and how long ago its page was loaded. */
export interface DrawnPast {
  /** Pixels from left to right. */
  readonly columns: number;
  /** Of the whole width, scale and letters included. */
  readonly share: number;
  readonly ageMs: number;
}

/** Lines have a colour, grid and letters are grey. */
export function drawnPast(frame: Frame): Promise<DrawnPast> {
  return frame.evaluate(() => {
    const canvas = document.querySelector('canvas');
    const image = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
    const ageMs = performance.now();
    if (!image) return { columns: 0, share: 0, ageMs };
    const columns = new Set<number>();
    for (let at = 0; at < image.data.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = image.data.subarray(at, at + 3);
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > 40) columns.add((at / 4) % image.width);
    }
    return { columns: columns.size, share: columns.size / image.width, ageMs };
  });
}
