import { connect } from 'node:net';
import type { FromEngine, ToEngine } from '../../protocol/engineLink';
import type { InstanceStatus } from '../../protocol/instances';
import { FramedSocket } from './wire/framedSocket';
import { sayHello } from './wire/handshake';
import type { HelloBack, Introduction, Refusal } from './wire/hello';
import { linkFrameOf } from './wire/linkFrame';
import { Peer } from './wire/peer';
import type { Typed } from './wire/serialized';

/** Why following ended, or did not begin. */
export type EndOfFollowing =
  /** Nobody listens there: the leader is dead. */
  | { readonly why: 'gone' }
  /** What listens there has not proved to be the leader, or the connection broke. */
  | { readonly why: 'broken'; readonly problem: Error | undefined }
  | { readonly why: 'refused'; readonly by: Refusal }
  | { readonly why: 'bye'; readonly next: string | undefined }
  /** {@link Following.stop} was called. */
  | { readonly why: 'left' };

export interface FollowingOptions {
  readonly address: string;
  readonly key: () => Promise<string>;
  readonly me: Introduction;
  /** The leader proved itself. */
  readonly met: (leader: HelloBack) => void;
  /** A byte came from a leader that has proved itself. */
  readonly heard: () => void;
  readonly received: (message: FromEngine) => void;
  /** The leader's engine is there, with those who share it; told again when they change. */
  readonly instances: (instances: readonly InstanceStatus[]) => void;
}

/** One connection to the leader that a claim names. */
export class Following {
  private readonly framed: FramedSocket;
  private peer: Peer | undefined;
  private farewell: { readonly next: string | undefined } | undefined;
  private hasLeft = false;
  readonly ended: Promise<EndOfFollowing>;

  constructor(private readonly options: FollowingOptions) {
    const socket = connect(options.address);
    this.framed = new FramedSocket(socket);
    const connected = new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
      socket.once('close', () => {
        reject(new Error('The connection has ended.'));
      });
    });
    this.ended = this.follow(connected);
  }

  /** Says something to the leader's engine; false while there is none to hear it. */
  send(message: ToEngine): boolean {
    this.peer?.post(message);
    return this.peer !== undefined;
  }

  askForWord(): void {
    this.peer?.tell({ type: 'ping' });
  }

  askToLead(): void {
    this.peer?.tell({ type: 'handOver' });
  }

  /** @param ms Since the last call. */
  tick(ms: number): void {
    this.peer?.tick(ms);
  }

  stop(): void {
    this.hasLeft = true;
    this.framed.destroy();
  }

  private async follow(connected: Promise<void>): Promise<EndOfFollowing> {
    const { me, key, met, heard } = this.options;
    try {
      await connected;
      const outcome = await sayHello(this.framed, await key(), me);
      if ('leader' in outcome) {
        heard();
        met(outcome.leader);
      }
      if (outcome.refused) {
        this.framed.destroy();
        return { why: 'refused', by: outcome.refused };
      }
    } catch (error) {
      this.framed.destroy();
      if (this.hasLeft) return { why: 'left' };
      const problem = error instanceof Error ? error : new Error(String(error));
      return isGone(problem) ? { why: 'gone' } : { why: 'broken', problem };
    }
    const problem = await this.listen();
    if (this.hasLeft) return { why: 'left' };
    return this.farewell ? { why: 'bye', ...this.farewell } : { why: 'broken', problem };
  }

  private listen(): Promise<Error | undefined> {
    const { heard, received } = this.options;
    this.framed.heard = heard;
    return new Promise((resolve) => {
      const peer = new Peer(this.framed, {
        link: (frame) => {
          this.told(peer, frame);
        },
        engine: (message) => {
          received(message as FromEngine);
        },
        closed: resolve,
      });
      this.peer = peer;
      peer.begin();
    });
  }

  private told(peer: Peer, told: Typed): void {
    const frame = linkFrameOf(told);
    if (frame?.type === 'bye') {
      this.farewell = { next: frame.next };
      this.framed.destroy();
    } else if (frame?.type === 'instances') this.options.instances(frame.instances);
    else if (frame?.type !== 'heartbeat') peer.ignore();
  }
}

/** Nobody listens, or there is nothing at all. A process that is too busy to answer is alive. */
function isGone(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNREFUSED' || error.code === 'ENOENT';
}
