import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { Header, Message } from './messageReader';
import { total, type Plan, type PlannedBody } from './plan';
import { Random } from '../support/random';
import { RawClient } from './rawClient';
import { RawRuntime, type RawPeer } from './rawRuntime';

/** What the two ends saw of one exchange. */
export interface Seen {
  readonly plan: Plan;
  readonly request: Message | undefined;
  readonly informational: readonly Message[];
  readonly answer: Message | undefined;
  /** Whether the client could take the answer for a whole one. */
  readonly isWhole: boolean;
}

/** A runtime that answers as planned; which plan a request belongs to, the request says. */
export class PlannedRuntime {
  private readonly plans = new Map<string, Plan>();
  private readonly requests = new Map<string, Message>();
  readonly raw: RawRuntime;

  private constructor(raw: RawRuntime) {
    this.raw = raw;
  }

  static async start(): Promise<PlannedRuntime> {
    const raw = await RawRuntime.start((request, peer) => {
      const id = request.headers.find(([name]) => name === 'X-Plan')?.[1] ?? '';
      planned.requests.set(id, request);
      void answer(planned.plans.get(id)!, request, peer);
    });
    const planned = new PlannedRuntime(raw);
    return planned;
  }

  /** Sends planned requests one after another on one connection, as long as it lives. */
  async session(port: number, base: string, plans: readonly Plan[]): Promise<Seen[]> {
    const client = new RawClient(port, false);
    const seen: Seen[] = [];
    for (const plan of plans) {
      this.plans.set(String(plan.id), plan);
      this.requests.delete(String(plan.id));
      const earlier = client.reader.messages.length;
      const answered = client.answers.length;
      await this.ask(client, base, plan);
      await client.until(() => isAnswered(client, earlier) || leaves(client, plan, answered));
      if (plan.leavesAfter !== undefined) client.socket.resetAndDestroy();
      const [peer] = this.raw.connections.slice(-1);
      if (plan.leavesAfter !== undefined || plan.cutAfter)
        await client.until(() => client.hasEnded || isAnswered(client, earlier));
      if (client.socket.destroyed && plan.leavesAfter !== undefined) await peer?.closed;
      const messages = client.reader.messages.slice(earlier);
      const informational = messages.filter(({ startLine }) => / 1\d\d /.test(startLine));
      const last = messages.at(-1);
      const final = last && !informational.includes(last) ? last : undefined;
      if (final?.endsWithConnection === true) await client.closed;
      seen.push({
        plan,
        request: this.requests.get(String(plan.id)),
        informational,
        answer: final,
        isWhole: final?.isWhole === true && !client.wasReset,
      });
      if (client.hasEnded) break;
    }
    client.socket.destroy();
    await client.closed;
    return seen;
  }

  private async ask(client: RawClient, base: string, plan: Plan): Promise<void> {
    const earlier = client.reader.messages.length;
    const random = new Random(plan.id);
    const headers: Header[] = [
      ['X-Plan', String(plan.id)],
      ['hOsT', `127.0.0.1:${String(client.socket.remotePort ?? 1)}`],
      ...plan.headers,
      ...framingHeaders(plan.body),
      ...(plan.expectsContinue ? [['Expect', '100-continue'] as const] : []),
    ];
    client.send(head(`${plan.method} ${base}${plan.path} HTTP/1.1`, headers));
    if (plan.expectsContinue) await client.until(() => client.reader.messages.length > earlier);
    for (const piece of wirePieces(plan.body, random)) {
      client.more(piece);
      if (random.chance(0.2)) await turn();
    }
  }
}

function isAnswered(client: RawClient, earlier: number): boolean {
  const last = client.reader.messages.slice(earlier).at(-1);
  return last !== undefined && last.isWhole && !/ 1\d\d /.test(last.startLine);
}

/** @param answered How many answers came before the one that is left. */
function leaves(client: RawClient, { leavesAfter }: Plan, answered: number): boolean {
  return leavesAfter !== undefined && client.answers.length > answered && client.bodyBytes >= leavesAfter;
}

async function answer(plan: Plan, request: Message, peer: RawPeer): Promise<void> {
  const random = new Random(plan.id);
  const { socket } = peer;
  if (plan.expectsContinue) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
  await peer.until(() => request.isWhole);
  for (const { status, headers } of plan.informational)
    socket.write(head(`HTTP/1.1 ${status} Early`, headers), 'latin1');
  const { version, status, reason, headers, body } = plan.answer;
  socket.write(head(`HTTP/${version} ${status} ${reason}`, [...headers, ...framingHeaders(body)]), 'latin1');
  let left = plan.cutAfter?.pieces ?? Infinity;
  for (const piece of wirePieces(body, random)) {
    if (left-- <= 0) break;
    if (socket.destroyed) return;
    if (!socket.write(piece))
      await new Promise<void>((resolve) => {
        socket.once('drain', resolve);
        socket.once('close', resolve);
      });
    if (random.chance(0.3)) await (random.chance(0.1) ? pause(2) : turn());
  }
  // A reset takes with it what the other end has not read.
  if (plan.cutAfter?.isReset === true) {
    await pause(30);
    // That much time is no turn to read where the machine is busy.
    for (let i = 0; i < 200; i++) await turn();
    socket.resetAndDestroy();
  } else if (plan.cutAfter || body.framing === 'connection') socket.end();
}

function head(startLine: string, headers: readonly Header[]): string {
  return `${startLine}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

function framingHeaders({ framing, pieces, trailers }: PlannedBody): Header[] {
  if (framing === 'length') return [['content-Length', String(total(pieces))]];
  if (framing !== 'chunks') return [];
  return [
    ['Transfer-encoding', 'chunked'],
    ...(trailers.length > 0 ? [['Trailer', trailers.map(([name]) => name).join(', ')] as const] : []),
  ];
}

/** A body as it goes over the wire, each piece at once; chunks come whole, in halves, and with extensions. */
function* wirePieces({ framing, pieces, trailers }: PlannedBody, random: Random): Generator<Buffer> {
  for (const piece of pieces) {
    if (framing !== 'chunks') {
      yield piece;
      continue;
    }
    const size = Buffer.from(
      `${random.chance(0.5) ? piece.length.toString(16).toUpperCase() : `00${piece.length.toString(16)}`}${random.chance(0.1) ? ';a=b' : ''}\r\n`,
    );
    const chunk = Buffer.concat([size, piece, Buffer.from('\r\n')]);
    yield* random.chance(0.2) ? random.cut(chunk, 3) : [chunk];
  }
  if (framing === 'chunks')
    yield Buffer.from(`0\r\n${trailers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`, 'latin1');
}
