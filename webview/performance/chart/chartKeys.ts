import type { TimeRange } from './chartContent';
import { between, panned, zoomed } from './zoom';

const stepsAcross = 60;
const panShare = 0.25;
const zoomStep = 1.6;

export interface KeyPress {
  readonly key: string;
  readonly isShifted: boolean;
}

/** What the keys of a chart have made: the time that is looked at, and from where on a stretch is chosen. */
export interface KeyState {
  readonly time: number | undefined;
  readonly anchor: number | undefined;
}

export const noKeys: KeyState = { time: undefined, anchor: undefined };

export interface KeyEffect {
  readonly state: KeyState;
  /** What is shown from now on. */
  readonly range?: TimeRange;
  /** Nothing is left to undo here, so that the view goes back to the present. */
  readonly isBack?: true;
}

/**
 * Arrows, Home and End move the time that is looked at, with shift the picture; `+` and `-` zoom; Space begins to choose
 * and Enter zooms to what is chosen; Escape undoes, one thing at a time. Undefined: the key is not for us.
 */
export function pressed(
  { key, isShifted }: KeyPress,
  state: KeyState,
  range: TimeRange,
  bounds: TimeRange,
): KeyEffect | undefined {
  const span = range.to - range.from;
  const at = Math.min(range.to, Math.max(range.from, state.time ?? range.to));
  const look = (time: number): KeyEffect => ({
    state: { ...state, time: Math.min(range.to, Math.max(range.from, time)) },
  });
  const show = (next: TimeRange): KeyEffect => ({ state, range: next });
  switch (key) {
    case 'ArrowLeft':
      return isShifted ? show(panned(range, -span * panShare, bounds)) : look(at - span / stepsAcross);
    case 'ArrowRight':
      return isShifted ? show(panned(range, span * panShare, bounds)) : look(at + span / stepsAcross);
    case 'Home':
      return isShifted ? show(panned(range, bounds.from - range.from, bounds)) : look(range.from);
    case 'End':
      return isShifted ? show(panned(range, bounds.to - range.to, bounds)) : look(range.to);
    case '+':
    case '=':
      return show(zoomed(range, at, 1 / zoomStep, bounds));
    case '-':
    case '_':
      return show(zoomed(range, at, zoomStep, bounds));
    case ' ':
      return { state: { time: at, anchor: at } };
    case 'Enter':
      if (state.anchor === undefined || state.time === undefined) return undefined;
      return { state: { ...state, anchor: undefined }, range: between(state.anchor, state.time, bounds) };
    case 'Escape':
      if (state.anchor !== undefined) return { state: { ...state, anchor: undefined } };
      if (state.time !== undefined) return { state: noKeys };
      return { state, isBack: true };
    default:
      return undefined;
  }
}
