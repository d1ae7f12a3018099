import type { DeskEngine } from '../../src/engine/desk/engineDesk';
import { Desks } from '../../src/engine/desk/desks';
import type { LedEngine } from '../../src/engine/desk/windowSeat';
import { Superseded } from '../../src/engine/elect/fence';
import type { OpenStream } from '../../src/engine/streamHub';
import type { StreamMessage } from '../../src/engine/stream';
import type { StreamRequest } from '../../src/protocol/engineLink';
import { statusWith } from './fakeEngine';

type Parts = { readonly [K in keyof DeskEngine]: object };

/** An engine of which only what desks do to it is seen. */
export class FakeDeskEngine {
  /** What was done to it, in order. */
  readonly done: string[] = [];
  readonly open = new Map<OpenStream, (message: StreamMessage) => void>();
  readonly desks = new Desks(() => statusWith());
  readonly signals: AbortSignal[] = [];
  /** Whether its process leads. */
  leads = true;

  get asEngine(): LedEngine {
    const note =
      (what: string) =>
      (...args: unknown[]): void =>
        void this.done.push([what, ...args.filter((arg) => typeof arg !== 'object' || arg === null)].join(' '));
    const parts: Parts & { readonly [K in keyof LedEngine]: object } = {
      desks: this.desks,
      configure: note('configure'),
      pause: note('pause'),
      requireLead: () => (this.leads ? Promise.resolve() : Promise.reject(new Superseded(1))),
      resume: note('resume'),
      start: () => {
        this.done.push('start');
        return Promise.resolve();
      },
      stop: (reason: string) => {
        this.done.push(`stop ${reason}`);
        return Promise.resolve();
      },
      sharedBy: note('sharedBy'),
      attach: note('attach'),
      server: {},
      alerts: {
        info: () => ({ active: [], recent: [] }),
        command: ({ alert }: { alert: string }) => {
          if (alert === 'gone') throw new Error('It is over.');
          note('alert')(alert);
        },
      },
      store: {
        unlock: note('unlock'),
        begun: () => Promise.resolve(),
        ask: () => Promise.resolve({ alerts: [], sessions: [], isComplete: true }),
        history: () => Promise.resolve({ from: 0, to: 0, stepMs: 0, series: [] }),
        runJob: (_job: unknown, _progress: unknown, signal: AbortSignal) =>
          new Promise((_resolve, reject) => {
            this.signals.push(signal);
            signal.addEventListener('abort', () => {
              reject(new Error('cancelled'));
            });
          }),
      },
      streams: {
        open: (id: number, request: StreamRequest, deliver: (message: StreamMessage) => void) => {
          const open: OpenStream = { request, stop: () => undefined };
          this.open.set(open, deliver);
          note('open')(id);
          return open;
        },
        close: (open: OpenStream) => void this.open.delete(open),
      },
      ux: { report: ({ kind }: { kind: string }) => void this.done.push(`ux ${kind}`) },
    };
    return parts as unknown as LedEngine;
  }
}
