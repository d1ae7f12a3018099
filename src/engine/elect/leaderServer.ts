import { createServer, type Server, type Socket } from 'node:net';
import type { ToEngine } from '../../protocol/engineLink';
import type { InstanceStatus } from '../../protocol/instances';
import { messageOf } from '../../protocol/messageOf';
import type { Log } from '../log';
import type { FollowerDesk, Leading } from './leading';
import { FramedSocket } from './wire/framedSocket';
import { hearHello } from './wire/handshake';
import { packHello, type Introduction, type Refusal } from './wire/hello';
import { linkFrameOf, type LinkFrame } from './wire/linkFrame';
import { Peer } from './wire/peer';
import { packParcel, type Typed } from './wire/serialized';

const mostFollowers = 200;
const mostUnproven = 16;
/** Followers take a leader for frozen after six of them. */
const heartbeatMs = 500;

export interface LeaderServerOptions {
  readonly address: string;
  readonly me: Introduction;
  readonly key: () => Promise<string>;
  readonly log: Log;
  /** A follower would rather lead. */
  readonly wanted: (by: Introduction) => void;
  readonly instancesChanged: (instances: readonly InstanceStatus[]) => void;
}

interface Member {
  readonly who: Introduction;
  readonly since: number;
  readonly peer: Peer;
  desk: FollowerDesk | undefined;
}

/** Where followers come to. It listens before its leader claims anything, so that a claim that is not answered is dead. */
export class LeaderServer {
  private readonly server: Server;
  private readonly members = new Set<Member>();
  private readonly unproven = new Set<FramedSocket>();
  private readonly since = Date.now();
  private leading: Leading | undefined;
  private hasClosed = false;
  private beating: NodeJS.Timeout | undefined;
  private telling: NodeJS.Immediate | undefined;
  private epoch = (): number => 0;

  private constructor(private readonly options: LeaderServerOptions) {
    this.server = createServer((socket) => {
      void this.meet(socket);
    });
  }

  /** @throws Error when it cannot listen there. */
  static async listen(options: LeaderServerOptions): Promise<LeaderServer> {
    const made = new LeaderServer(options);
    await new Promise<void>((resolve, reject) => {
      made.server.once('error', reject);
      made.server.listen({ path: options.address, exclusive: true }, resolve);
    });
    made.server.on('error', (error) => {
      options.log('warn', `A follower could not be answered: ${messageOf(error)} It tries again by itself.`);
    });
    return made;
  }

  /** It leads: whoever comes is told so. @param epoch The one that is held at the moment. */
  begin(epoch: () => number): void {
    this.epoch = epoch;
    this.beating = setInterval(() => {
      for (const { peer } of this.members) {
        peer.tell({ type: 'heartbeat' });
        peer.tick(heartbeatMs);
      }
    }, heartbeatMs);
  }

  /** What leads is ready: followers talk to it from now on. */
  serve(leading: Leading): void {
    this.leading = leading;
    for (const member of this.members) this.attach(member);
    this.changed();
  }

  /** The leader first. */
  get instances(): InstanceStatus[] {
    const { me } = this.options;
    return [
      statusOf(me, 'leader', this.since),
      ...[...this.members].map(({ who, since }) => statusOf(who, 'follower', since)),
    ];
  }

  /**
   * Listens no more and lets everybody go.
   * @param farewell Says that the leader ends, and whom to wait for; without it they are cut off.
   */
  close(farewell?: { readonly next?: string }): void {
    this.hasClosed = true;
    clearInterval(this.beating);
    this.server.close();
    for (const framed of this.unproven) framed.destroy();
    for (const { peer } of [...this.members])
      if (farewell) {
        peer.tell({ type: 'bye', ...farewell });
        peer.end();
      } else peer.cut();
  }

  private async meet(socket: Socket): Promise<void> {
    const framed = new FramedSocket(socket);
    if (this.unproven.size >= mostUnproven) {
      framed.write(packHello({ refused: 'busy' }));
      framed.end();
      return;
    }
    this.unproven.add(framed);
    try {
      const { me, key } = this.options;
      const who = await hearHello(framed, {
        key,
        introduction: () => ({ ...me, epoch: this.epoch(), since: this.since }),
        refusal: (follower) => this.refusal(follower),
      });
      if (who) this.welcome(framed, who);
      else framed.end();
    } catch (error) {
      this.options.log('debug', `A connection to the leader was refused: ${messageOf(error)}`);
      framed.destroy();
    } finally {
      this.unproven.delete(framed);
    }
  }

  private refusal(follower: Introduction): Refusal | undefined {
    if (follower.protocol < this.options.me.protocol) return 'older';
    return this.members.size >= mostFollowers ? 'full' : undefined;
  }

  private welcome(framed: FramedSocket, who: Introduction): void {
    const member: Member = {
      who,
      since: Date.now(),
      desk: undefined,
      peer: new Peer(framed, {
        link: (frame) => {
          this.heard(member, frame);
        },
        engine: (message) => {
          // A newer version may say what this one takes for something else; it is only here to lead soon.
          if (member.desk) member.desk.receive(message as ToEngine);
          else member.peer.ignore();
        },
        closed: (problem) => {
          this.gone(member, problem);
        },
      }),
    };
    this.members.add(member);
    member.peer.begin();
    // What is not sent at once would be missed by a follower that counts silence from now on.
    member.peer.tell({ type: 'heartbeat' });
    this.attach(member);
    this.changed();
  }

  private attach(member: Member): void {
    const { who, peer } = member;
    if (!this.leading?.attach || who.protocol !== this.options.me.protocol || !this.members.has(member)) return;
    member.desk = this.leading.attach(
      {
        ...{ instance: who.instance, pid: who.pid, kind: who.role },
        ...(who.window === undefined ? {} : { window: who.window }),
      },
      (message) => {
        peer.post(message);
      },
    );
  }

  private heard(member: Member, told: Typed): void {
    const frame = linkFrameOf(told);
    if (frame?.type === 'ping') member.peer.tell({ type: 'heartbeat' });
    else if (frame?.type === 'handOver') this.options.wanted(member.who);
    else member.peer.ignore();
  }

  private gone(member: Member, problem: Error | undefined): void {
    this.members.delete(member);
    member.desk?.close();
    const { log } = this.options;
    const { who, peer } = member;
    if (problem) log('info', `The follower of process ${who.pid} is disconnected: ${messageOf(problem)}`);
    if (peer.dropped > 0 || peer.unknown > 0)
      log(
        'debug',
        `Process ${who.pid} took too little for ${peer.dropped} messages with rows, and ${peer.unknown} of its own were not known here.`,
      );
    this.changed();
  }

  /** Many come or go at once when an editor starts or ends: all are told once, not each of each. */
  private changed(): void {
    this.telling ??= setImmediate(() => {
      this.telling = undefined;
      if (this.hasClosed) return;
      const { instances } = this;
      const frame: LinkFrame = { type: 'instances', instances };
      const packed = packParcel('link', frame);
      for (const { peer, desk } of this.members) if (desk) peer.tellPacked(packed);
      this.options.instancesChanged(instances);
    });
  }
}

/** @param since Since when it leads or follows, ms since 1970. */
export function statusOf(who: Introduction, role: InstanceStatus['role'], since: number): InstanceStatus {
  const { instance, pid, role: kind, window } = who;
  return { instance, pid, kind, role, since, ...(window === undefined ? {} : { window }) };
}
