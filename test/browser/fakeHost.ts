import type { Layout } from '../../src/protocol/layout/layout';
import type { UxFigures } from '../../src/protocol/ux';
import type { FromView } from '../../src/protocol/viewLink';
import type { PlainMessage } from './feed';
import type { Theme } from './themes';

/** What a page's fake host offers the test. */
export interface FakeHost {
  /** All but what comes by the clock. */
  readonly heard: FromView[];
  /** How fluent the page was, once a second. */
  readonly felt: UxFigures[];
  state: unknown;
  /** Takes what the page says; that it is ready is answered with the layout, as a host does. */
  hear(message: FromView): void;
  tell(message: PlainMessage): void;
  /** @param theme None: that of a browser, where no editor tells any. */
  setTheme(theme: Theme | undefined): void;
  /** Lets the page's time go on though nothing is told, so that what it knows grows old. */
  letTimePass(): void;
  /** Questions about the past that were answered, or refused. */
  readonly answered: Set<number>;
  /** Animation frames and timers that the page has asked for so far. */
  readonly asked: { frames: number; timers: number };
}

/**
 * Runs in the page before its script, in the place of VS Code: gives out the API, sets the theme, counts what the page
 * asks of the browser. It is sent there as text, so it uses nothing from outside.
 */
export function installFakeHost({
  theme,
  state,
  layout,
}: {
  theme: Theme | undefined;
  state: unknown;
  layout: Layout | null;
}): void {
  const asked = { frames: 0, timers: 0 };
  const realFrame = window.requestAnimationFrame.bind(window);
  const realTimer = window.setTimeout.bind(window);
  const realInterval = window.setInterval.bind(window);
  window.requestAnimationFrame = (draw) => {
    asked.frames++;
    return realFrame(draw);
  };
  window.setTimeout = ((run: () => void, ms: number) => {
    asked.timers++;
    return realTimer(run, ms);
  }) as typeof window.setTimeout;
  window.setInterval = ((run: () => void, ms: number) => {
    asked.timers++;
    return realInterval(run, ms);
  }) as typeof window.setInterval;

  // A test on a busy machine may take long over its next step. What was measured last is to stay fresh meanwhile, so the
  // page's time stands still some moments after it was told.
  const freshMs = 2500;
  const realNow = performance.now.bind(performance);
  let stoodMs = 0;
  let standsAt = Infinity;
  performance.now = () => Math.min(realNow() - stoodMs, standsAt);
  const goOn = (untilMs: number): void => {
    const now = performance.now();
    stoodMs = realNow() - now;
    standsAt = now + untilMs;
  };

  const reload = sessionStorage.getItem('state');
  const fakeHost: FakeHost = {
    heard: [],
    felt: [],
    state: reload === null ? state : (JSON.parse(reload) as unknown),
    asked,
    answered: new Set(),
    letTimePass: () => {
      goOn(Infinity);
    },
    hear: (message) => {
      if (message.type === 'ux') fakeHost.felt.push(message.figures);
      else fakeHost.heard.push(message);
      if (message.type !== 'ready' || !layout) return;
      queueMicrotask(() => {
        fakeHost.tell({ type: 'layout', layout });
      });
    },
    setTheme: (wanted) => {
      const { style } = document.documentElement;
      for (const name of [...style].filter((one) => one.startsWith('--vscode-'))) style.removeProperty(name);
      for (const [name, value] of Object.entries(wanted?.variables ?? {})) style.setProperty(`--vscode-${name}`, value);
      document.body.className = wanted?.bodyClass ?? '';
    },
    tell: (message) => {
      const isRefused = message.type === 'noHistory' || message.type === 'noMarks';
      // What was refused is asked for again after a time.
      if (isRefused) goOn(Infinity);
      else if (message.type === 'rows' || message.type === 'activity' || message.type === 'notice') goOn(freshMs);
      if (isRefused || message.type === 'history') fakeHost.answered.add(message.question);
      const numbers = (values: readonly (number | null)[]): Float64Array =>
        Float64Array.from(values, (value) => value ?? NaN);
      const typed =
        message.type === 'history'
          ? {
              ...message,
              answer: {
                ...message.answer,
                series: message.answer.series.map((one) => ({
                  ...one,
                  times: numbers(one.times),
                  values: one.values.map(numbers),
                })),
              },
            }
          : message.type !== 'rows'
            ? message
            : {
                type: 'rows',
                rows: message.rows.map(({ group, timestamps, series, values }) => ({
                  group,
                  timestamps: Float64Array.from(timestamps),
                  series: Int32Array.from(series),
                  values: numbers(values),
                })),
              };
      window.dispatchEvent(new MessageEvent('message', { data: typed }));
    },
  };
  const api = {
    postMessage: (message: FromView) => {
      fakeHost.hear(message);
    },
    getState: () => fakeHost.state,
    setState: (next: unknown) => {
      fakeHost.state = next;
      sessionStorage.setItem('state', JSON.stringify(next));
    },
  };
  Object.assign(window, { fakeHost, acquireVsCodeApi: () => api });
  if (!theme) return;
  const watch = new MutationObserver(() => {
    if (!document.querySelector('body')) return;
    watch.disconnect();
    fakeHost.setTheme(theme);
  });
  watch.observe(document, { childList: true, subtree: true });
}
