import type { Socket } from 'node:net';
import { FrameError, FrameReader, headerBytes, mostFrameBytes, mostHelloBytes } from './frames';

/** For so long the other side may still take what was said before the end. */
export const mostFarewellMs = 1000;

/** A socket over which frames come and go; short ones only, until {@link trust}. */
export class FramedSocket {
  private readonly reader = new FrameReader(mostHelloBytes);
  private take: ((frame: Buffer) => void) | undefined;
  private problem: Error | undefined;
  private hasClosed = false;
  /** Told of every arrival of bytes, frame or not. */
  heard: () => void = () => undefined;
  /** Told once, with what was wrong if something was. */
  closed: (problem: Error | undefined) => void = () => undefined;

  constructor(private readonly socket: Socket) {
    socket.on('data', (bytes: Buffer) => {
      this.heard();
      this.reader.push(bytes);
      this.read();
    });
    socket.on('error', (error) => {
      this.problem ??= error;
    });
    socket.once('close', () => {
      this.hasClosed = true;
      this.closed(this.problem);
    });
  }

  /** The other side has proved who it is. */
  trust(): void {
    this.reader.mostBytes = mostFrameBytes;
  }

  /** The next frame. @throws Error when the socket closes before it came. */
  frame(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.hasClosed) {
        reject(this.problem ?? new Error('The connection has ended.'));
        return;
      }
      this.closed = (problem) => {
        reject(problem ?? new Error('The connection has ended.'));
      };
      this.take = (frame) => {
        this.take = undefined;
        this.closed = () => undefined;
        resolve(frame);
      };
      this.read();
    });
  }

  /** Gives every frame from now on to `take`, those that are here already at once. */
  frames(take: (frame: Buffer) => void, closed: (problem: Error | undefined) => void): void {
    this.take = take;
    this.closed = closed;
    if (this.hasClosed) closed(this.problem);
    else this.read();
  }

  /** @param taken Called when the system has taken the bytes. */
  write(bytes: Buffer, taken?: () => void): void {
    this.socket.write(bytes, (error) => {
      if (!error) taken?.();
    });
  }

  /** Closes after what was written has left, or after a second at the latest. */
  end(): void {
    this.socket.destroySoon();
    setTimeout(() => this.socket.destroy(), mostFarewellMs).unref();
  }

  destroy(problem?: Error): void {
    this.problem ??= problem;
    this.socket.destroy();
  }

  private read(): void {
    try {
      while (this.take && !this.socket.destroyed) {
        const frame = this.reader.take();
        if (!frame) return;
        this.take(frame);
      }
      // Before it is trusted, the other side speaks only when spoken to.
      if (this.reader.bytes > this.reader.mostBytes + headerBytes)
        throw new FrameError('More was sent than may be sent before the answer.');
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
