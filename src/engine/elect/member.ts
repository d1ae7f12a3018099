import { randomBytes } from 'node:crypto';
import { realpath, mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { ToEngine } from '../../protocol/engineLink';
import type { InstanceStatus } from '../../protocol/instances';
import { messageOf } from '../../protocol/messageOf';
import { nodeDisk } from '../store/disk/nodeDisk';
import { nextEpoch } from '../store/upkeep/folderIndex';
import { addressIn } from './address';
import type { Claim } from './claims/claim';
import { ClaimFolder } from './claims/claimFolder';
import { contend, type Won } from './contend';
import { ClaimFence } from './fence';
import { Following, type EndOfFollowing } from './following';
import { LeaderServer } from './leaderServer';
import type { MemberOptions, MemberState } from './leading';
import { linkKey } from './linkKey';
import { LeadFailed, Reign } from './reign';
import { Silence, tickMs } from './silence';
import { tidyClaims } from './tidyClaims';
import { waitingReasons } from './waitingReasons';
import { linkProtocol, type HelloBack, type Introduction } from './wire/hello';

/** How long those whom a leader left wait for the one that it left to, ms. */
const heirMs = 1500;
/** Between two looks for somebody who is to come, ms. */
const lookMs = 50;
/** Before a connection that broke is tried again, ms. */
const againMs = 250;
/** Before what needs somebody to do something is tried again, ms. */
const slowlyMs = 5000;
const failedMs = 2000;

/**
 * One process among those that share a data folder. Exactly one of them leads; the others follow it, and one of them
 * leads when it is gone.
 */
export class Member {
  private readonly me: Introduction;
  private readonly stopping = new AbortController();
  private state: MemberState = { kind: 'seeking' };
  private claims: ClaimFolder;
  private running: Promise<void> | undefined;
  private ticking: NodeJS.Timeout | undefined;
  private following: Following | undefined;
  private reign: Reign | undefined;
  /** Of the holder of the highest claim, however often it is connected to. */
  private silence: { readonly epoch: number; readonly count: Silence } = { epoch: 0, count: new Silence() };
  private heir: { readonly instance: string; readonly until: number } | undefined;
  /** When the last leader was heard last, by the clock that nobody sets, ms. */
  private heardAt: number | undefined;
  private leader: HelloBack | undefined;
  /** What failed to lead once asks nobody to make way again. */
  private hasFailed = false;
  private highestSeen = 0;
  private damaged: number | undefined;

  constructor(private readonly options: MemberOptions) {
    const { role, version, window, protocol = linkProtocol, dataDir } = options;
    const instance = randomBytes(12).toString('base64url');
    this.me = { protocol, instance, pid: process.pid, role, version, ...(window === undefined ? {} : { window }) };
    this.claims = new ClaimFolder(dataDir);
  }

  get instance(): string {
    return this.me.instance;
  }

  start(): void {
    this.ticking = setInterval(this.tick, tickMs);
    this.running ??= this.run();
  }

  /** Says something to the leader's engine while it is another process; false when there is none to hear it. */
  send(message: ToEngine): boolean {
    return this.state.kind === 'following' && (this.following?.send(message) ?? false);
  }

  /** Ends when what this process led has ended, and others may lead. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.reign?.end({ reason: 'stopped' });
    this.following?.stop();
    await this.running;
    clearInterval(this.ticking);
    this.change({ kind: 'stopped' });
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted)
      try {
        await this.seek();
      } catch (error) {
        const { log } = this.options;
        const isLeading = error instanceof LeadFailed;
        this.hasFailed ||= isLeading;
        const reason = isLeading
          ? waitingReasons.failedToLead(error.cause)
          : waitingReasons.failedToMeet(this.claims.folder, error);
        if (this.wait(reason)) log('error', reason);
        await this.pause(isLeading ? slowlyMs : failedMs);
      }
  }

  /** Looks for the leader once, and follows it or takes its place. */
  private async seek(): Promise<void> {
    await mkdir(this.options.dataDir, { recursive: true, mode: 0o700 });
    this.claims = new ClaimFolder(await realpath(this.options.dataDir));
    await this.claims.make();
    const epochs = await this.claims.epochs();
    const highest = epochs.at(-1) ?? 0;
    this.highestSeen = Math.max(this.highestSeen, highest);
    const claim = highest === 0 ? 'missing' : await this.claims.read(highest);
    if (claim === 'missing') {
      // One that was withdrawn between the two looks is no reason to claim: then there is another highest.
      if (highest === 0) await this.succeed(epochs);
      return;
    }
    const address = claim === 'unreadable' ? undefined : addressIn(this.claims.dataDir, claim.address);
    if (claim === 'unreadable' || address === undefined) await this.passOver(highest, epochs);
    else if (claim.instance === this.me.instance) await this.succeed(epochs);
    else await this.follow(claim, address, epochs);
  }

  /** Where files have no second name, a claim may be read before all of it is written. */
  private async passOver(epoch: number, epochs: readonly number[]): Promise<void> {
    const isKnown = this.damaged === epoch;
    this.damaged = epoch;
    if (isKnown) await this.succeed(epochs);
    else await this.pause(againMs);
  }

  private async follow(claim: Claim, address: string, epochs: readonly number[]): Promise<void> {
    if (this.silence.epoch !== claim.epoch) this.silence = { epoch: claim.epoch, count: new Silence() };
    const { count } = this.silence;
    const following = new Following({
      address,
      me: this.me,
      key: () => linkKey(this.claims.dataDir, this.options.log),
      heard: () => {
        count.heard();
        this.heardAt = performance.now();
      },
      met: (leader) => {
        this.met(leader);
      },
      instances: (instances) => {
        this.follows(instances);
      },
      received: (message) => this.options.received?.(message),
    });
    this.following = following;
    // It may have been asked to stop while there was nothing to stop.
    if (this.stopping.signal.aborted) following.stop();
    const end = await following.ended;
    this.following = undefined;
    if (!this.stopping.signal.aborted) await this.goOn(end, epochs);
  }

  private async goOn(end: EndOfFollowing, epochs: readonly number[]): Promise<void> {
    const { count } = this.silence;
    if (end.why === 'refused') {
      // Who refuses is alive, even one that had no time for proofs.
      count.heard();
      if (end.by === 'full') this.wait(waitingReasons.full);
      if (end.by === 'older') this.wait(waitingReasons.olderThanLeader);
      await this.pause(end.by === 'busy' ? againMs : slowlyMs);
      count.heard();
      return;
    }
    if (this.state.kind === 'following') this.change({ kind: 'seeking' });
    if (end.why === 'bye') {
      this.heir = end.next === undefined ? undefined : { instance: end.next, until: performance.now() + heirMs };
      return;
    }
    if (end.why === 'gone' || count.isFrozen) await this.succeed(epochs);
    else if (end.why === 'broken') {
      this.options.log('debug', `The connection to the leading window broke: ${messageOf(end.problem ?? 'it closed')}`);
      await this.pause(this.heardAt === undefined ? againMs : lookMs);
    }
  }

  private met(leader: HelloBack): void {
    const { protocol, role } = this.me;
    this.leader = leader;
    if (protocol > leader.protocol) this.wait(waitingReasons.newerThanLeader);
    else if (leader.role === 'tool') this.wait(waitingReasons.tool(leader.pid));
    if (leader.role === 'tool' || this.hasFailed) return;
    // The connection is not there yet for words; it is once this call is over.
    if (protocol > leader.protocol || (role === 'serve' && leader.role === 'window'))
      setImmediate(() => this.following?.askToLead());
  }

  private follows(instances: readonly InstanceStatus[]): void {
    const { leader } = this;
    this.options.instancesChanged?.(instances);
    const status = instances.find(({ role }) => role === 'leader');
    if (leader && status && this.state.kind !== 'following')
      this.change({ kind: 'following', epoch: leader.epoch, leader: status });
  }

  /** Takes the place of a leader that is dead or frozen, or that there never was. */
  private async succeed(epochs: readonly number[]): Promise<void> {
    const { heir, me } = this;
    if (heir && heir.instance !== me.instance && performance.now() < heir.until) {
      await this.pause(lookMs);
      return;
    }
    const highest = epochs.at(-1);
    const won = await contend({
      claims: this.claims,
      judged: epochs,
      epoch: highest === undefined ? await this.firstEpoch() : highest + 1,
      who: { instance: me.instance, pid: me.pid, role: me.role, version: me.version },
      listen: (address) => this.listen(address),
    });
    if (won) await this.rule(won);
    else await this.pause(10 + Math.random() * lookMs);
  }

  /** The store may have files of epochs whose claims somebody removed. */
  private async firstEpoch(): Promise<number> {
    return Math.max(this.highestSeen + 1, await nextEpoch(nodeDisk, this.claims.dataDir));
  }

  private listen(address: string): Promise<LeaderServer> {
    const { log, instancesChanged } = this.options;
    return LeaderServer.listen({
      address,
      me: this.me,
      log,
      key: () => linkKey(this.claims.dataDir, log),
      wanted: (by) => {
        this.wanted(by);
      },
      instancesChanged: (instances) => instancesChanged?.(instances),
    });
  }

  private async rule({ claim, server }: Won): Promise<void> {
    const { log, lead } = this.options;
    const fence = new ClaimFence(this.claims, claim);
    const takeoverMs = this.heardAt === undefined ? undefined : performance.now() - this.heardAt;
    this.heardAt = undefined;
    this.heir = undefined;
    tidyClaims(this.claims, claim).catch((error: unknown) => {
      log('warn', `What earlier windows left in ${this.claims.folder} was not removed: ${messageOf(error)}`);
    });
    const reign = new Reign({
      fence,
      server,
      log,
      lead: () => lead({ fence, takeoverMs }),
      ready: () => {
        this.change({ kind: 'leading', epoch: fence.epoch, fence });
      },
    });
    this.reign = reign;
    if (this.stopping.signal.aborted) reign.end({ reason: 'stopped' });
    try {
      const { reason, next } = await reign.run();
      if (reason === 'superseded')
        log('warn', 'This window leads no more: another one does, or its claim was removed.');
      if (next !== undefined) this.heir = { instance: next, until: performance.now() + heirMs };
    } finally {
      this.reign = undefined;
      this.highestSeen = Math.max(this.highestSeen, fence.epoch);
    }
    this.change({ kind: 'seeking' });
  }

  /** A newer version knows all that this one does; and `serve` outlives windows. */
  private wanted(by: Introduction): void {
    const { protocol, role } = this.me;
    const isPreferred = by.protocol === protocol && by.role === 'serve' && role === 'window';
    if (by.protocol > protocol || isPreferred) this.reign?.end({ reason: 'handedOver', next: by.instance });
  }

  private readonly tick = (): void => {
    const { following } = this;
    const { count } = this.silence;
    count.tick();
    following?.tick(tickMs);
    if (count.isFrozen) following?.stop();
    else if (count.isDoubtful) following?.askForWord();
  };

  /** @returns whether that is news. */
  private wait(reason: string): boolean {
    const isNew = this.state.kind !== 'waiting' || this.state.reason !== reason;
    if (isNew) this.change({ kind: 'waiting', reason });
    return isNew;
  }

  private change(state: MemberState): void {
    if (state.kind === 'seeking' && this.state.kind === 'seeking') return;
    this.state = state;
    this.options.changed(state);
  }

  private async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
