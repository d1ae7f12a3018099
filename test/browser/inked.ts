import type { ViewPage } from './viewPage';

/** Whether there are coloured pixels in a chart at each share (0 to 1) of its width. */
export const inked = (view: ViewPage, card: string, shares: readonly number[]): Promise<boolean[]> =>
  view.page.evaluate(
    ({ name, wanted }) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`[data-card="${name}"] canvas`)!;
      const scale = canvas.width / canvas.getBoundingClientRect().width;
      const left = 62 * scale;
      const width = canvas.width - left - 2 * scale;
      // A copy is read, so that reading does not change how the chart itself is drawn.
      const copy = document.createElement('canvas');
      Object.assign(copy, { width: canvas.width, height: canvas.height });
      const pixels = copy.getContext('2d', { willReadFrequently: true })!;
      pixels.drawImage(canvas, 0, 0);
      return wanted.map((share) => {
        const x = Math.round(left + share * width);
        const { data } = pixels.getImageData(x, 0, 1, canvas.height);
        for (let at = 0; at < data.length; at += 4) {
          const [red, green, blue, alpha] = [data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!];
          if (alpha > 20 && Math.max(red, green, blue) - Math.min(red, green, blue) > 40) return true;
        }
        return false;
      });
    },
    { name: card, wanted: shares },
  );
