import * as l10n from '@vscode/l10n';
import { attributes, el } from '../../shared/dom';
import { setHint } from '../../shared/hint';
import { ranges, type Range } from '../../shared/viewState';
import { whenLikely } from '../../shared/whenLikely';
import type { TimeRange } from '../chart/chartContent';
import { isSame, panned, zoomed } from '../chart/zoom';
import type { Choice } from '../state/choice';
import { fixedWindow, shownRange, type TimeWindow } from '../state/timeWindow';
import { toolButton } from './toolButton';

const names: Readonly<Record<Range, string>> = {
  60_000: '1 min',
  300_000: '5 min',
  900_000: '15 min',
  3_600_000: '1 h',
  21_600_000: '6 h',
  86_400_000: '24 h',
  604_800_000: '7 d',
  2_592_000_000: '30 d',
};
const panShare = 0.5;

export interface TimeControlsOptions {
  /** What the user can go through, until the newest sample; ms since 1970. */
  readonly bounds: () => TimeRange;
  /** The user is about to go through time. */
  readonly entered: () => void;
  /** Told of a stretch of time that the user is about to choose. */
  readonly likely: (window: TimeWindow) => void;
}

/** Chooses the stretch of time: how far back from now, or nearer, farther, earlier, later, and the way back. */
export class TimeControls {
  readonly root: HTMLElement;
  private readonly presets: readonly { readonly range: Range; readonly button: HTMLButtonElement }[];
  private readonly live: HTMLButtonElement;
  private readonly back: HTMLButtonElement;
  private readonly forward: HTMLButtonElement;

  constructor(
    private readonly choice: Choice,
    private readonly options: TimeControlsOptions,
  ) {
    this.presets = ranges.map((range) => {
      const button = el('button', '', names[range]);
      button.type = 'button';
      const window: TimeWindow = { kind: 'live', lengthMs: range };
      button.addEventListener('click', () => {
        choice.show(window);
      });
      whenLikely(button, () => {
        options.likely(window);
      });
      return { range, button };
    });
    this.live = toolButton(l10n.t('Live'), () => {
      this.toggleLive();
    });
    this.back = toolButton(
      '↶',
      () => {
        choice.back();
      },
      l10n.t('Back to the stretch of time shown before'),
    );
    this.forward = toolButton(
      '↷',
      () => {
        choice.forward();
      },
      l10n.t('Forward again'),
    );
    const presets = el('div', 'range', ...this.presets.map(({ button }) => button));
    attributes(presets, { role: 'group', 'aria-label': l10n.t('Time shown') });
    const moves = el('div', 'moves', this.back, this.forward, ...this.moveButtons());
    attributes(moves, { role: 'group', 'aria-label': l10n.t('Move in time') });
    this.root = el('div', 'time-controls', this.live, presets, moves);
  }

  write(): void {
    const { window } = this.choice;
    const isLive = window.kind === 'live';
    attributes(this.live, { 'aria-pressed': String(isLive) });
    setHint(
      this.live,
      isLive
        ? l10n.t('The chart moves on with time. Press to stop it here.')
        : l10n.t('The chart stands still. Press to follow time again.'),
    );
    for (const { range, button } of this.presets)
      attributes(button, { 'aria-pressed': String(isLive && window.lengthMs === range) });
    this.back.disabled = !this.choice.canGoBack;
    this.forward.disabled = !this.choice.canGoForward;
  }

  private toggleLive(): void {
    const { choice } = this;
    const now = this.options.bounds().to;
    if (choice.window.kind === 'fixed') choice.show({ kind: 'live', lengthMs: choice.liveLengthMs });
    else if (now > 0) choice.show({ kind: 'fixed', ...shownRange(choice.window, now) });
  }

  private moveButtons(): HTMLButtonElement[] {
    const move = (text: string, label: string, moved: (shown: TimeRange, bounds: TimeRange) => TimeRange) => {
      const button = toolButton(
        text,
        () => {
          const bounds = this.options.bounds();
          const now = bounds.to;
          if (now <= 0) return;
          const shown = shownRange(this.choice.window, now);
          const next = moved(shown, bounds);
          // At the end of what there is, a chart that moves is not to stop for the same picture.
          if (!isSame(next, shown)) this.choice.show(fixedWindow(next.from, next.to, now));
        },
        label,
      );
      whenLikely(button, this.options.entered);
      return button;
    };
    const zoom = (factor: number) => (shown: TimeRange, bounds: TimeRange) =>
      zoomed(shown, (shown.from + shown.to) / 2, factor, bounds);
    const pan = (share: number) => (shown: TimeRange, bounds: TimeRange) =>
      panned(shown, (shown.to - shown.from) * share, bounds);
    return [
      move('‹', l10n.t('Earlier'), pan(-panShare)),
      move('›', l10n.t('Later'), pan(panShare)),
      move('+', l10n.t('Zoom in'), zoom(0.5)),
      move('−', l10n.t('Zoom out'), zoom(2)),
    ];
  }
}
