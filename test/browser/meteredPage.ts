import { UxMeter } from '../../webview/shared/ux/uxMeter';
import { uxTimeOfPage, type UxTime } from '../../webview/shared/ux/uxTime';
import { vscodeLink } from '../../webview/shared/vscodeLink';

declare global {
  interface Window {
    /** Keeps the page busy, ms. */
    work(ms: number): void;
    /** Draws so many frames that take so long each, ms. */
    drawFrames(count: number, ms: number): void;
    /** What a meter adds to each of so many frames, µs, its part after painting included. */
    measureMeter(count: number): Promise<number>;
  }
}

const link = vscodeLink();
const meter = new UxMeter(uxTimeOfPage(), (figures) => {
  link.post({ type: 'ux', figures });
});
meter.measure(true);

window.work = (ms) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

window.drawFrames = (count, ms) => {
  requestAnimationFrame(() => {
    meter.frame();
    window.work(ms);
    if (count > 1) window.drawFrames(count - 1, ms);
  });
};

window.measureMeter = async (count) => {
  let painted = (): void => undefined;
  let spentMs = 0;
  const timed = (work: () => void): void => {
    const began = performance.now();
    work();
    spentMs += performance.now() - began;
  };
  const page = uxTimeOfPage();
  const time: UxTime = {
    ...page,
    watchPainted: (tell) => {
      page.watchPainted(() => {
        timed(tell);
        painted();
      });
    },
  };
  const measured = new UxMeter(time, () => undefined);
  measured.measure(true);
  for (let frame = 0; frame < count; frame++)
    await new Promise<void>((resolve) => {
      painted = resolve;
      requestAnimationFrame(() => {
        timed(() => {
          measured.frame();
        });
      });
    });
  return (spentMs * 1000) / count;
};
