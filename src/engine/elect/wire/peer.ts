import type { FromEngine, ToEngine } from '../../../protocol/engineLink';
import { mostFarewellMs, type FramedSocket } from './framedSocket';
import type { LinkFrame } from './linkFrame';
import { SendQueue } from './sendQueue';
import { packParcel, unpackParcel, type Typed } from './serialized';

/** Without a byte taken for so long a peer is cut off. */
const mostStalledMs = 5000;
/** For so long it may be that the other side had no time to take anything. */
const patienceMs = 500;
/** More than this may wait only while the other side takes some of it. */
const mostStalledBytes = 8 * 1024 * 1024;
const mostWaitingBytes = 64 * 1024 * 1024;
/** Handed to the system at once, so that it shows when some of a long message was taken. */
const pieceBytes = 64 * 1024;

export interface PeerEvents {
  /** Words of the link; the type may be one that this version does not know. */
  readonly link: (frame: Typed) => void;
  readonly engine: (message: Typed) => void;
  /** Told once. `problem` is undefined when the other side just went. */
  readonly closed: (problem: Error | undefined) => void;
}

/** The other end of a link, once both have proved who they are. */
export class Peer {
  private readonly queue = new SendQueue();
  private piece: Buffer | undefined;
  private stalledMs = 0;
  private isEnding = false;
  private ignored = 0;

  constructor(
    private readonly framed: FramedSocket,
    private readonly events: PeerEvents,
  ) {}

  /** From now on it is heard. */
  begin(): void {
    this.framed.frames(
      (frame) => {
        this.receive(frame);
      },
      (problem) => {
        this.events.closed(problem);
      },
    );
  }

  /** Messages of a kind or type that this version does not know. */
  get unknown(): number {
    return this.ignored;
  }

  /** Messages with rows that the other side did not get, since it was too slow. */
  get dropped(): number {
    return this.queue.dropped;
  }

  ignore(): void {
    this.ignored++;
  }

  tell(frame: LinkFrame): void {
    this.tellPacked(packParcel('link', frame));
  }

  /** Tells what was packed once for many. */
  tellPacked(frame: Buffer): void {
    this.send(frame);
  }

  /** Sends what is for the engine or from it. A peer that cannot be sent to is cut off; nothing is thrown. */
  post(message: ToEngine | FromEngine): void {
    try {
      this.send(packParcel('engine', message), message.type === 'rows' ? message.stream : undefined);
    } catch (error) {
      this.cut(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** @param ms Since the last call, of this side's own ticks: time in which it slept is not the other's fault. */
  tick(ms: number): void {
    if (this.piece === undefined) return;
    this.stalledMs += ms;
    const isStuffed = this.stalledMs > patienceMs && this.queue.bytes > mostStalledBytes;
    if (this.stalledMs >= mostStalledMs || isStuffed)
      this.cut(new Error(`It took nothing for ${this.stalledMs} ms, with ${this.queue.bytes} bytes waiting.`));
  }

  /** Closes after what was said before has left, or after a second at the latest. */
  end(): void {
    this.isEnding = true;
    // Nobody need tick any more: a side that takes nothing must not keep this process from ending.
    setTimeout(() => {
      this.cut();
    }, mostFarewellMs).unref();
    this.pump();
  }

  cut(problem?: Error): void {
    this.framed.destroy(problem);
  }

  private send(bytes: Buffer, stream?: number): void {
    if (this.isEnding) return;
    this.queue.push(bytes, stream);
    if (this.queue.bytes > mostWaitingBytes) this.cut(new Error('More waits for it than it can ever take.'));
    else this.pump();
  }

  private pump(): void {
    if (this.piece !== undefined) return;
    const next = this.queue.shift();
    if (next) this.write(next);
    else if (this.isEnding) this.framed.end();
  }

  private write(bytes: Buffer): void {
    this.piece = bytes;
    this.stalledMs = 0;
    this.framed.write(bytes.subarray(0, pieceBytes), () => {
      this.piece = undefined;
      if (bytes.length > pieceBytes) this.write(bytes.subarray(pieceBytes));
      else this.pump();
    });
  }

  private receive(frame: Buffer): void {
    const parcel = unpackParcel(frame);
    if (!parcel) this.ignored++;
    else if (parcel.kind === 'link') this.events.link(parcel.content);
    else this.events.engine(parcel.content);
  }
}
