import type { BrushContent } from './brushShape';
import type { TimeRange } from './chartContent';
import { panned, resized, zoomed } from './zoom';

const keyShare = 0.01;
const pageShare = 0.1;
const zoomStep = 1.6;

/** The window after a key on one of its ends; undefined: the key is not for us. */
export function brushStep(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  end: 'from' | 'to',
  { whole, window }: Pick<BrushContent, 'whole' | 'window'>,
): TimeRange | undefined {
  const span = whole.to - whole.from;
  const by = {
    ArrowLeft: -keyShare,
    ArrowDown: -keyShare,
    ArrowRight: keyShare,
    ArrowUp: keyShare,
    PageDown: -pageShare,
    PageUp: pageShare,
    Home: -1,
    End: 1,
  }[key];
  if (by !== undefined) {
    if (shiftKey) return panned(window, by * span, whole);
    return resized(window, end, Math.min(whole.to, Math.max(whole.from, window[end] + by * span)), whole);
  }
  const middle = (window.from + window.to) / 2;
  if (key === '+' || key === '=') return zoomed(window, middle, 1 / zoomStep, whole);
  return key === '-' ? zoomed(window, middle, zoomStep, whole) : undefined;
}
