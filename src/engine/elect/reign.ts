import { stackOf, messageOf } from '../../protocol/messageOf';
import { isWithin } from '../isWithin';
import type { Log } from '../log';
import type { Fence } from './fence';
import type { LeaderServer } from './leaderServer';
import type { EndOfLeading, Leading } from './leading';

/** How a reign ended, and whom the others wait for. */
export interface EndOfReign {
  readonly reason: EndOfLeading;
  readonly next?: string;
}

export interface ReignOptions {
  readonly fence: Fence;
  readonly server: LeaderServer;
  readonly lead: () => Promise<Leading>;
  readonly log: Log;
  /** What leads is ready. */
  readonly ready: () => void;
  /** How long others wait for what leads to end, ms; 10 s unless told. */
  readonly stopLimitMs?: number;
}

/** How often a leader looks whether it still leads, ms. */
const watchMs = 500;
/** Far longer than the last of what was measured takes to be written: a disk that is slower hangs. */
const patienceMs = 10_000;

/** What leads could not be made. */
export class LeadFailed extends Error {
  override readonly name = 'LeadFailed';
}

/** The time in which a process leads. */
export class Reign {
  private finish: (end: EndOfReign) => void = () => undefined;
  private readonly over = new Promise<EndOfReign>((resolve) => {
    this.finish = resolve;
  });
  private isLooking = false;
  private hasWarned = false;

  constructor(private readonly options: ReignOptions) {}

  /** Ends it; the first reason counts. */
  end(end: EndOfReign): void {
    this.finish(end);
  }

  /** Leads until it ends. @throws LeadFailed. */
  async run(): Promise<EndOfReign> {
    const { fence, server, lead, ready } = this.options;
    server.begin(() => fence.epoch);
    const watching = setInterval(() => void this.look(), watchMs);
    try {
      // It may also throw at once; whoever has come already is not to wait for it.
      const leading = await (async () => lead())().catch((error: unknown) => {
        server.close({});
        throw new LeadFailed(messageOf(error), { cause: error });
      });
      server.serve(leading);
      ready();
      return await this.endOf(leading);
    } finally {
      clearInterval(watching);
    }
  }

  private async endOf(leading: Leading): Promise<EndOfReign> {
    const { server, log, stopLimitMs = patienceMs } = this.options;
    const end = await this.over;
    // What a superseded leader says is no longer so.
    if (end.reason === 'superseded') server.close();
    const stopping = leading.stop(end.reason).catch((error: unknown) => {
      log('error', `The engine did not end as it should: ${stackOf(error)}`);
    });
    if (!(await isWithin(stopping, stopLimitMs)))
      log(
        'warn',
        `The engine has not ended after ${stopLimitMs / 1000} s: a disk may hang. Others are not kept waiting; once one of them leads, nothing that this one still writes counts, so what it measured last may be missing.`,
      );
    if (end.reason !== 'superseded') server.close(end.next === undefined ? {} : { next: end.next });
    // Whoever ends the process decides for how long it may try to write the rest.
    if (end.reason === 'stopped') await stopping;
    return end;
  }

  /**
   * Twice a second, which after a time in which this process was frozen is the first thing that is done: a timer that
   * is overdue runs before anything that came meanwhile is read.
   */
  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      if (!(await this.options.fence.holds())) this.end({ reason: 'superseded' });
      this.hasWarned = false;
    } catch (error) {
      if (!this.hasWarned)
        this.options.log(
          'warn',
          `Whether this process still leads cannot be read: ${messageOf(error)} It is tried again.`,
        );
      this.hasWarned = true;
    } finally {
      this.isLooking = false;
    }
  }
}
