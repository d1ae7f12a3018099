import { mkdir, realpath } from 'node:fs/promises';
import type { ToEngine } from '../../protocol/engineLink';
import type { InstanceStatus } from '../../protocol/instances';
import { messageOf } from '../../protocol/messageOf';
import { SecretDisk } from '../secretDisk';
import { nodeDisk } from '../store/disk/nodeDisk';
import { nextEpoch } from '../store/upkeep/folderIndex';
import { addressIn } from './address';
import type { Claim } from './claims/claim';
import { ClaimFolder } from './claims/claimFolder';
import { contend, listenSomewhere, type Won } from './contend';
import { ClaimFence, type Fence } from './fence';
import { Following, type EndOfFollowing } from './following';
import { LeaderServer } from './leaderServer';
import type { MemberOptions } from './leading';
import { linkKey } from './linkKey';
import type { MemberStates } from './memberStates';
import { pause, slowlyMs } from './pause';
import { ShortLinks } from './shortLinks';
import { HolderSilence, tickMs } from './silence';
import { tidyClaims } from './tidyClaims';
import { waitingReasons } from './waitingReasons';
import type { HelloBack, Introduction } from './wire/hello';

/** How long those whom a leader left wait for the one that it left to, ms. */
const heirMs = 1500;
/** Between two looks for somebody who is to come, ms. */
const lookMs = 50;
/** Before a connection that broke is tried again, ms. */
const againMs = 250;

/** What it takes to lead. */
export interface Crown {
  readonly fence: Fence;
  readonly server: LeaderServer;
  /** For how long nobody led before, where it is known, ms. */
  readonly takeoverMs: number | undefined;
}

export interface SeekingOptions {
  readonly me: Introduction;
  readonly member: MemberOptions;
  readonly states: MemberStates;
  readonly stopping: AbortSignal;
  /** Whether this one tried to lead and could not: it asks nobody to make way again. */
  readonly hasFailed: () => boolean;
  /** Leads until that is over. @returns Who is to lead next, if anybody is. @throws LeadFailed when it cannot lead. */
  readonly rule: (crown: Crown) => Promise<string | undefined>;
  /** Told who would rather lead itself. */
  readonly wanted: (by: Introduction) => void;
}

/** What a member does while it does not lead: it finds the leader and follows it, or takes the place of one that is gone. */
export class Seeking {
  private claims: ClaimFolder;
  private following: Following | undefined;
  private readonly disk = new SecretDisk();
  private readonly silence = new HolderSilence();
  private readonly shortLinks = new ShortLinks();
  private readonly states: MemberStates;
  private readonly stopping: AbortSignal;
  private heir: { readonly instance: string; readonly until: number } | undefined;
  /** When the last leader was heard last, by the clock that nobody sets, ms. */
  private heardAt: number | undefined;
  private leader: HelloBack | undefined;
  private highestSeen = 0;
  private damaged: number | undefined;
  /** Whether it listens to whoever leads, or is about to. */
  private isListening = false;

  constructor(private readonly options: SeekingOptions) {
    this.claims = new ClaimFolder(options.member.dataDir);
    this.states = options.states;
    this.stopping = options.stopping;
  }

  /** Where claims lie. */
  get folder(): string {
    return this.claims.folder;
  }

  /** Says something to the leader's engine; false while there is none to hear it. */
  send(message: ToEngine): boolean {
    return this.states.isFollowing && (this.following?.send(message) ?? false);
  }

  /** Follows nobody any more. */
  stop(): void {
    this.following?.stop();
  }

  /** Call every {@link tickMs}: who does not answer is asked, and left when it says nothing for too long. */
  tick(): void {
    const { following } = this;
    const { current: count } = this.silence;
    if (!this.isListening) {
      // Nobody can be blamed for what was not listened to: a leader that is met again has all its time.
      count.heard();
      return;
    }
    count.tick();
    following?.tick(tickMs);
    if (count.isFrozen) following?.stop();
    else if (count.isDoubtful) following?.askForWord();
  }

  /** Looks for the leader once, and follows it or takes its place; ends when that is over. */
  async once(): Promise<void> {
    this.isListening = true;
    try {
      await this.look();
    } finally {
      this.isListening = false;
    }
  }

  private async look(): Promise<void> {
    await mkdir(this.options.member.dataDir, { recursive: true, mode: 0o700 });
    this.claims = new ClaimFolder(await realpath(this.options.member.dataDir));
    await this.claims.make();
    // Without it whoever leads is not followed, which is no reason to lead instead.
    await this.key();
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
    else if (claim.instance === this.options.me.instance) await this.succeed(epochs);
    else await this.follow(claim, address, epochs);
  }

  /** @throws Error with what keeps claims from being made. */
  async tryToMeet(): Promise<void> {
    await this.claims.probe();
    await this.key();
    const { server } = await listenSomewhere(this.claims.dataDir, (address) => this.listen(address));
    server.close();
  }

  private key(): Promise<string> {
    return linkKey(this.claims.dataDir, this.options.member.log, this.disk);
  }

  /** Where files have no second name, a claim may be read before all of it is written. */
  private async passOver(epoch: number, epochs: readonly number[]): Promise<void> {
    const isKnown = this.damaged === epoch;
    this.damaged = epoch;
    if (isKnown) await this.succeed(epochs);
    else await this.pause(againMs);
  }

  private async follow(claim: Claim, address: string, epochs: readonly number[]): Promise<void> {
    const count = this.silence.of(claim);
    const following = new Following({
      address,
      me: this.options.me,
      key: () => this.key(),
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
      received: (message) => this.options.member.received?.(message),
    });
    const began = performance.now();
    this.following = following;
    // It may have been asked to stop while there was nothing to stop.
    if (this.stopping.aborted) following.stop();
    const end = await following.ended;
    this.following = undefined;
    if (!this.stopping.aborted) await this.goOn(end, epochs, performance.now() - began);
  }

  private async goOn(end: EndOfFollowing, epochs: readonly number[], lastedMs: number): Promise<void> {
    const { current: count } = this.silence;
    if (end.why === 'refused') {
      // Who refuses is alive, even one that had no time for proofs.
      count.heard();
      if (end.by === 'full') this.states.wait(waitingReasons.full);
      if (end.by === 'older') this.states.wait(waitingReasons.olderThanLeader);
      await this.pause(end.by === 'busy' ? againMs : slowlyMs);
      count.heard();
      return;
    }
    if (this.states.isFollowing) this.states.change({ kind: 'seeking' });
    if (end.why === 'bye') {
      this.heir = end.next === undefined ? undefined : { instance: end.next, until: performance.now() + heirMs };
      return;
    }
    if (end.why === 'gone' || count.isFrozen) await this.succeed(epochs);
    else if (end.why === 'broken') {
      this.options.member.log('debug', `The connection to the leader broke: ${messageOf(end.problem ?? 'it closed')}`);
      await this.pause(this.shortLinks.broke(lastedMs, this.heardAt === undefined ? againMs : lookMs));
    }
  }

  private met(leader: HelloBack): void {
    const { protocol, role } = this.options.me;
    this.leader = leader;
    if (protocol > leader.protocol) this.states.wait(waitingReasons.newerThanLeader);
    else if (leader.role === 'tool') this.states.wait(waitingReasons.tool(leader.pid));
    if (leader.role === 'tool' || this.options.hasFailed()) return;
    // The connection is not there yet for words; it is once this call is over.
    if (protocol > leader.protocol || (role === 'serve' && leader.role === 'window'))
      setImmediate(() => this.following?.askToLead());
  }

  private follows(instances: readonly InstanceStatus[]): void {
    const { leader } = this;
    this.options.member.instancesChanged?.(instances);
    const status = instances.find(({ role }) => role === 'leader');
    if (leader && status && !this.states.isFollowing)
      this.states.change({ kind: 'following', epoch: leader.epoch, leader: status });
  }

  /** Takes the place of a leader that is dead or frozen, or that there never was. */
  private async succeed(epochs: readonly number[]): Promise<void> {
    const { heir } = this;
    const { me } = this.options;
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
    if (won) await this.lead(won);
    else await this.pause(10 + Math.random() * lookMs);
  }

  /** The store may have files of epochs whose claims somebody removed. */
  private async firstEpoch(): Promise<number> {
    return Math.max(this.highestSeen + 1, await nextEpoch(nodeDisk, this.claims.dataDir));
  }

  private listen(address: string): Promise<LeaderServer> {
    const { me, member, wanted } = this.options;
    const { log, instancesChanged } = member;
    return LeaderServer.listen({
      address,
      me,
      log,
      key: () => this.key(),
      wanted,
      instancesChanged: (instances) => instancesChanged?.(instances),
    });
  }

  private async lead({ claim, server }: Won): Promise<void> {
    const { member, rule } = this.options;
    this.isListening = false;
    const fence = new ClaimFence(this.claims, claim);
    const takeoverMs = this.heardAt === undefined ? undefined : performance.now() - this.heardAt;
    this.heardAt = undefined;
    this.heir = undefined;
    tidyClaims(this.claims, claim).catch((error: unknown) => {
      member.log('warn', `What earlier leaders left in ${this.claims.folder} was not removed: ${messageOf(error)}`);
    });
    try {
      const next = await rule({ fence, server, takeoverMs });
      if (next !== undefined) this.heir = { instance: next, until: performance.now() + heirMs };
    } finally {
      this.highestSeen = Math.max(this.highestSeen, fence.epoch);
    }
    this.states.change({ kind: 'seeking' });
  }

  private pause(ms: number): Promise<void> {
    return pause(ms, this.stopping);
  }
}
