import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Refusal } from './refusal';
import type { ConnectionFigures } from './sources';

/** Connections beyond the limit that are kept for long enough to be told so. */
export const spareConnections = 8;

/**
 * Answers that one connection may wait for at once. What a client sends in one go is taken in in one go, so without a
 * bound a few clients could hold the thread for seconds.
 */
const mostAnswers = 32;

/** The open connections of a server. */
export class Connections {
  private readonly sockets = new Map<Duplex, { readonly isBeyondLimit: boolean; answers: number }>();
  /** Those that only carry secure ones. */
  private readonly carriers = new Set<Socket>();
  private refused = 0;
  private requests = 0;

  /** @param limit Connections that are served at once; more are refused. */
  constructor(public limit: number) {}

  get figures(): ConnectionFigures {
    return { open: this.sockets.size, refused: this.refused, requests: this.requests };
  }

  /** A connection that may be known already. */
  add(socket: Socket): void {
    if (this.sockets.has(socket)) return;
    const isBeyondLimit = this.sockets.size >= this.limit;
    if (isBeyondLimit) this.refused++;
    this.sockets.set(socket, { isBeyondLimit, answers: 0 });
    socket.once('close', () => this.sockets.delete(socket));
  }

  /** A connection that carries another, and is cut with it. */
  carry(socket: Socket): void {
    this.carriers.add(socket);
    socket.once('close', () => this.carriers.delete(socket));
  }

  /** A connection that was closed before anything could be said to it. */
  dropped(): void {
    this.refused++;
  }

  requested(): void {
    this.requests++;
  }

  /** @throws Refusal 503 for a connection beyond the limit. */
  requireRoom(socket: Duplex): void {
    if (this.sockets.get(socket)?.isBeyondLimit !== true) return;
    throw new Refusal(
      503,
      'too_many_connections',
      `${this.limit} connections are open already. Close some, or raise the setting server.maxConnections.`,
      { 'Retry-After': '5' },
    );
  }

  /** Says that an answer is under way until the function that it returns is called. */
  answering(socket: Duplex): () => void {
    const known = this.sockets.get(socket);
    if (known) known.answers++;
    return () => {
      if (known) known.answers--;
    };
  }

  /** Whether a connection waits for so many answers that it gets no more. */
  isCrowded(socket: Duplex): boolean {
    return (this.sockets.get(socket)?.answers ?? 0) >= mostAnswers;
  }

  /** Whether an answer is under way, so that nothing else may be written. */
  isAnswering(socket: Duplex): boolean {
    return (this.sockets.get(socket)?.answers ?? 0) > 0;
  }

  destroyAll(): void {
    this.cutter()();
  }

  /** What cuts all connections that are open now, and none that come later. */
  cutter(): () => void {
    const open = [...this.sockets.keys(), ...this.carriers];
    return () => {
      for (const socket of open) socket.destroy();
    };
  }
}
