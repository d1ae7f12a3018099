import * as l10n from '@vscode/l10n';
import { attributes, el } from '../../shared/dom';
import { clockTime, dayOfMonth } from '../../shared/format';
import { withOpacity, type Palette } from '../../shared/palette';
import { PointBuffer } from '../../shared/pointBuffer';
import { brushStep } from './brushKeys';
import { brushShape, type BrushContent } from './brushShape';
import type { TimeRange } from './chartContent';
import { panned, resized } from './zoom';

export interface BrushOptions {
  readonly name: string;
  /** The user moved the window or one of its ends; both ends in ms since 1970. */
  readonly changed: (from: number, to: number) => void;
}

type Part = 'from' | 'to' | 'window';

const pixelsPerPoint = 2;

/** A strip with the whole range, in which a window is moved and resized. */
export class BrushStrip {
  readonly root = el('div', 'brush');
  private readonly canvas = el('canvas');
  private readonly window = el('div', 'brush-window');
  private readonly ends = { from: el('div', 'brush-end is-from'), to: el('div', 'brush-end is-to') };
  private readonly buffer = new PointBuffer();
  private readonly ending = new AbortController();
  private content: BrushContent | undefined;
  private grip: { part: Part; x: number; window: TimeRange } | undefined;

  constructor(private readonly options: BrushOptions) {
    this.canvas.setAttribute('aria-hidden', 'true');
    this.root.append(this.canvas, this.window, this.ends.from, this.ends.to);
    attributes(this.root, { role: 'group', 'aria-label': l10n.t('{0}, part of the time that is shown', options.name) });
    for (const end of ['from', 'to'] as const) {
      attributes(this.ends[end], {
        tabindex: '0',
        role: 'slider',
        'aria-orientation': 'horizontal',
        'aria-label': end === 'from' ? l10n.t('Beginning of the time shown') : l10n.t('End of the time shown'),
        'aria-description': l10n.t('Arrow keys move this end, with Shift the whole window.'),
      });
    }
    this.listen();
  }

  draw(content: BrushContent, palette: Palette): void {
    this.content = content;
    const { left, right } = content.insets ?? { left: 0, right: 0 };
    this.root.style.setProperty('margin-left', `${left}px`);
    this.root.style.setProperty('margin-right', `${right}px`);
    this.paint(content, palette);
    this.place(content);
  }

  dispose(): void {
    this.ending.abort();
  }

  private place({ whole, window }: BrushContent): void {
    const share = (time: number): number =>
      Math.min(1, Math.max(0, (time - whole.from) / Math.max(1, whole.to - whole.from)));
    const [from, to] = [share(window.from), share(window.to)];
    const { style } = this.window;
    style.setProperty('left', percent(from));
    style.setProperty('width', percent(to - from));
    this.ends.from.style.setProperty('left', percent(from));
    this.ends.to.style.setProperty('left', percent(to));
    for (const end of ['from', 'to'] as const) {
      attributes(this.ends[end], {
        'aria-valuemin': '0',
        'aria-valuemax': String(Math.round((whole.to - whole.from) / 1000)),
        'aria-valuenow': String(Math.round((window[end] - whole.from) / 1000)),
        'aria-valuetext': `${dayOfMonth(window[end])} ${clockTime(window[end])}`,
      });
    }
  }

  private paint({ whole, lines }: BrushContent, palette: Palette): void {
    const { canvas, buffer } = this;
    const { clientWidth, clientHeight } = this.root;
    const scale = window.devicePixelRatio;
    const [width, height] = [Math.round(clientWidth * scale), Math.round(clientHeight * scale)];
    const context = canvas.getContext('2d');
    if (!context || width === 0 || height === 0) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, clientWidth, clientHeight);
    const span = Math.max(1, whole.to - whole.from);
    for (const { trace, colour } of lines) {
      trace.fill(whole.from, whole.to, (span * pixelsPerPoint) / clientWidth, buffer);
      brushShape(context, buffer, whole, clientWidth, clientHeight);
      context.strokeStyle = withOpacity(palette.lines[colour], palette.isHighContrast ? 1 : 0.8);
      context.lineWidth = 1;
      context.stroke();
    }
  }

  private listen(): void {
    const { root } = this;
    const { signal } = this.ending;
    root.addEventListener('pointerdown', this.down, { signal });
    root.addEventListener('pointermove', this.move, { signal });
    for (const name of ['pointerup', 'pointercancel'] as const) {
      root.addEventListener(
        name,
        () => {
          this.grip = undefined;
        },
        { signal },
      );
    }
    root.addEventListener('keydown', this.key, { signal });
  }

  private readonly down = (event: PointerEvent): void => {
    const { content } = this;
    if (!content || event.button !== 0) return;
    const part = this.partOf(event.target);
    const { window, whole } = content;
    const time = this.timeAt(event.clientX, whole);
    // A press beside the window brings it there.
    const isBeside = part === 'window' && (time < window.from || time > window.to);
    const start = isBeside ? panned(window, time - (window.from + window.to) / 2, whole) : window;
    if (isBeside) this.options.changed(start.from, start.to);
    this.grip = { part, x: event.clientX, window: start };
    this.root.setPointerCapture(event.pointerId);
    if (part !== 'window') this.ends[part].focus();
    event.preventDefault();
  };

  private readonly move = (event: PointerEvent): void => {
    const { content, grip } = this;
    if (!content || !grip) return;
    const { whole } = content;
    const byMs = ((event.clientX - grip.x) * (whole.to - whole.from)) / Math.max(1, this.root.clientWidth);
    const { part, window } = grip;
    const next = part === 'window' ? panned(window, byMs, whole) : resized(window, part, window[part] + byMs, whole);
    this.options.changed(next.from, next.to);
  };

  private readonly key = (event: KeyboardEvent): void => {
    const { content, grip } = this;
    if (!content || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && grip) {
      this.grip = undefined;
      this.options.changed(grip.window.from, grip.window.to);
      event.preventDefault();
      return;
    }
    const part = this.partOf(event.target);
    if (part === 'window') return;
    const next = brushStep(event, part, content);
    if (!next) return;
    event.preventDefault();
    this.options.changed(next.from, next.to);
  };

  private partOf(target: EventTarget | null): Part {
    if (target === this.ends.from) return 'from';
    return target === this.ends.to ? 'to' : 'window';
  }

  private timeAt(clientX: number, { from, to }: TimeRange): number {
    const { left, width } = this.root.getBoundingClientRect();
    return from + ((clientX - left) / Math.max(1, width)) * (to - from);
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(4)}%`;
