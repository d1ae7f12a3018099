import * as l10n from '@vscode/l10n';
import { attributes, el } from '../../shared/dom';
import { setHint } from '../../shared/hint';
import { ranges, type Range } from '../../shared/viewState';
import { whenLikely } from '../../shared/whenLikely';
import { panned, zoomed } from '../chart/zoom';
import type { Choice } from '../state/choice';
import { fixedWindow, longestMs, shownRange, type TimeWindow } from '../state/timeWindow';
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

/** Chooses the stretch of time: how far back from now, or nearer, farther, earlier, later, and the way back. */
export class TimeControls {
  readonly root: HTMLElement;
  private readonly presets: readonly { readonly range: Range; readonly button: HTMLButtonElement }[];
  private readonly live: HTMLButtonElement;
  private readonly back: HTMLButtonElement;
  private readonly forward: HTMLButtonElement;

  /**
   * @param now Time of the newest sample, ms since 1970.
   * @param likely Told of a stretch of time that the user is about to choose.
   */
  constructor(
    private readonly choice: Choice,
    private readonly now: () => number,
    likely: (window: TimeWindow) => void,
  ) {
    this.presets = ranges.map((range) => {
      const button = el('button', '', names[range]);
      button.type = 'button';
      const window: TimeWindow = { kind: 'live', lengthMs: range };
      button.addEventListener('click', () => {
        choice.show(window);
      });
      whenLikely(button, () => {
        likely(window);
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
    const now = this.now();
    if (choice.window.kind === 'fixed') choice.show({ kind: 'live', lengthMs: choice.liveLengthMs });
    else if (now > 0) choice.show({ kind: 'fixed', ...shownRange(choice.window, now) });
  }

  private moveButtons(): HTMLButtonElement[] {
    const move = (text: string, label: string, change: (from: number, to: number, now: number) => void) =>
      toolButton(
        text,
        () => {
          const now = this.now();
          if (now <= 0) return;
          const { from, to } = shownRange(this.choice.window, now);
          change(from, to, now);
        },
        label,
      );
    const zoom = (factor: number) => (from: number, to: number, now: number) => {
      const next = zoomed({ from, to }, (from + to) / 2, factor, { from: Math.max(0, now - longestMs), to: now });
      this.choice.show(fixedWindow(next.from, next.to, now));
    };
    const pan = (share: number) => (from: number, to: number, now: number) => {
      const next = panned({ from, to }, (to - from) * share, { from: 0, to: now });
      this.choice.show(fixedWindow(next.from, next.to, now));
    };
    return [
      move('‹', l10n.t('Earlier'), pan(-panShare)),
      move('›', l10n.t('Later'), pan(panShare)),
      move('+', l10n.t('Zoom in'), zoom(0.5)),
      move('−', l10n.t('Zoom out'), zoom(2)),
    ];
  }
}
