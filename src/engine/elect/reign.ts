import { stackOf, messageOf } from '../../protocol/messageOf';
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
}

/** How often a leader looks whether it still leads, ms. */
const watchMs = 500;

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
      const leading = await lead().catch((error: unknown) => {
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
    const { server, log } = this.options;
    const end = await this.over;
    // What a superseded leader says is no longer so.
    if (end.reason === 'superseded') server.close();
    try {
      await leading.stop(end.reason);
    } catch (error) {
      log('error', `The engine did not end as it should: ${stackOf(error)}`);
    }
    if (end.reason !== 'superseded') server.close(end.next === undefined ? {} : { next: end.next });
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
          `Whether this window still leads cannot be read: ${messageOf(error)} It is tried again.`,
        );
      this.hasWarned = true;
    } finally {
      this.isLooking = false;
    }
  }
}
