import { randomBytes } from 'node:crypto';
import type { ToEngine } from '../../protocol/engineLink';
import { leadAlone } from './leadAlone';
import { statusOf } from './leaderServer';
import type { MemberOptions } from './leading';
import { MemberStates } from './memberStates';
import { pause, slowlyMs } from './pause';
import { LeadFailed, Reign } from './reign';
import { Seeking, type Crown } from './seeking';
import { tickMs } from './silence';
import { waitingReasons } from './waitingReasons';
import { linkProtocol, type Introduction } from './wire/hello';

/** Before claims are tried again that could not be read or made, ms. */
const failedMs = 2000;

/**
 * One process among those that share a data folder. Exactly one of them leads; the others follow it, and one of them
 * leads when it is gone.
 */
export class Member {
  private readonly me: Introduction;
  private readonly stopping = new AbortController();
  private readonly states: MemberStates;
  private readonly seeking: Seeking;
  private running: Promise<void> | undefined;
  private ticking: NodeJS.Timeout | undefined;
  private reign: Reign | undefined;
  /** What failed to lead once asks nobody to make way again. */
  private hasFailed = false;

  constructor(private readonly options: MemberOptions) {
    const { role, version, window, protocol = linkProtocol } = options;
    const instance = randomBytes(12).toString('base64url');
    this.me = { protocol, instance, pid: process.pid, role, version, ...(window === undefined ? {} : { window }) };
    this.states = new MemberStates(options.changed);
    this.seeking = new Seeking({
      me: this.me,
      member: options,
      states: this.states,
      stopping: this.stopping.signal,
      hasFailed: () => this.hasFailed,
      rule: (crown) => this.rule(crown),
      wanted: (by) => {
        this.wanted(by);
      },
    });
  }

  get instance(): string {
    return this.me.instance;
  }

  start(): void {
    this.ticking = setInterval(() => {
      this.seeking.tick();
    }, tickMs);
    this.running ??= this.run();
  }

  /** Says something to the leader's engine while it is another process; false when there is none to hear it. */
  send(message: ToEngine): boolean {
    return this.seeking.send(message);
  }

  /** Ends when what this process led has ended, and others may lead. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.reign?.end({ reason: 'stopped' });
    this.seeking.stop();
    await this.running;
    clearInterval(this.ticking);
    this.states.change({ kind: 'stopped' });
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let [missed, misses]: [unknown, number] = [undefined, 0];
    while (!signal.aborted)
      try {
        // What fails twice in a row is no accident; a command has nothing to show meanwhile.
        if (misses < 2 || this.me.role === 'tool') await this.seeking.once();
        else await this.leadAlone(missed);
        misses = 0;
      } catch (error) {
        const { log } = this.options;
        const isLeading = error instanceof LeadFailed;
        this.hasFailed ||= isLeading;
        const reason = isLeading
          ? waitingReasons.failedToLead(error.cause)
          : waitingReasons.failedToMeet(this.seeking.folder, error);
        if (this.states.wait(reason)) log('error', reason);
        [missed, misses] = [error, isLeading ? 0 : misses + 1];
        await pause(isLeading ? slowlyMs : failedMs, signal);
      }
  }

  private async leadAlone(error: unknown): Promise<void> {
    const { me, seeking } = this;
    const { lead, log, instancesChanged } = this.options;
    await leadAlone({
      reason: waitingReasons.alone(seeking.folder, error),
      lead,
      log,
      stopping: this.stopping.signal,
      canMeet: () =>
        seeking.tryToMeet().then(
          () => true,
          () => false,
        ),
      ready: (fence) => {
        this.states.change({ kind: 'leading', epoch: fence.epoch, fence });
        instancesChanged?.([statusOf(me, 'leader', Date.now())]);
      },
    });
    this.states.change({ kind: 'seeking' });
  }

  private async rule({ fence, server, takeoverMs }: Crown): Promise<string | undefined> {
    const { log, lead } = this.options;
    const reign = new Reign({
      fence,
      server,
      log,
      lead: () => lead({ fence, takeoverMs }),
      ready: () => {
        this.states.change({ kind: 'leading', epoch: fence.epoch, fence });
      },
    });
    this.reign = reign;
    if (this.stopping.signal.aborted) reign.end({ reason: 'stopped' });
    try {
      const { reason, next } = await reign.run();
      if (reason === 'superseded')
        log('warn', 'This process leads no more: another one does, or its claim was removed.');
      return next;
    } finally {
      this.reign = undefined;
    }
  }

  /** A newer version knows all that this one does; and `serve` outlives windows. */
  private wanted(by: Introduction): void {
    const { protocol, role } = this.me;
    const isPreferred = by.protocol === protocol && by.role === 'serve' && role === 'window';
    if (by.protocol > protocol || isPreferred) this.reign?.end({ reason: 'handedOver', next: by.instance });
  }
}
