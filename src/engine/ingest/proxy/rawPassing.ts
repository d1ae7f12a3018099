import type { Socket } from 'node:net';
import type { RawHeaders } from '../../serve/passedHeaders';

/** The status line and headers of an answer that is not written through Node's own response, in Latin-1. */
export function rawHead(answer: {
  readonly statusCode?: number | undefined;
  readonly statusMessage?: string | undefined;
  readonly rawHeaders: RawHeaders;
}): string {
  let text = `HTTP/1.1 ${answer.statusCode ?? 0} ${answer.statusMessage ?? ''}\r\n`;
  const { rawHeaders } = answer;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) text += `${rawHeaders[i]!}: ${rawHeaders[i + 1]!}\r\n`;
  return `${text}\r\n`;
}

/**
 * Ends a client's connection after what was written to it, so that the client sees that its answer is not whole.
 * @param isEnd Whether the end of the connection would say that the answer is whole: then it is reset instead.
 */
export function breakOff(socket: Socket, isEnd: boolean): void {
  if (!isEnd) socket.destroySoon();
  else socket.write(Buffer.alloc(0), () => socket.resetAndDestroy());
}

interface End {
  readonly socket: Socket;
  /** What came from this end beyond its head. */
  readonly head: Buffer;
}

/** Passes all bytes between two ends that speak something else than HTTP, until either closes. */
export function relay(client: End, runtime: End): void {
  for (const [from, to] of [
    [client, runtime],
    [runtime, client],
  ] as const) {
    from.socket.setTimeout(0);
    // Each end closes when the other does; there is nobody else to tell.
    from.socket.on('error', () => undefined);
    from.socket.once('close', () => {
      to.socket.destroySoon();
    });
    if (from.head.length > 0) to.socket.write(from.head);
    from.socket.pipe(to.socket);
  }
}
