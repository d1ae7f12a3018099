import { gzipSync } from 'node:zlib';
import type { Header } from './messageReader';
import type { Random } from '../support/random';

export type Framing = 'none' | 'length' | 'chunks' | 'connection';

export interface PlannedBody {
  readonly framing: Framing;
  readonly pieces: readonly Buffer[];
  readonly trailers: readonly Header[];
}

/** What a client sends, what the runtime answers, and where either breaks off. */
export interface Plan {
  readonly id: number;
  readonly method: string;
  /** Path and query behind the runtime's base URL. */
  readonly path: string;
  readonly headers: readonly Header[];
  readonly body: PlannedBody;
  readonly expectsContinue: boolean;
  readonly informational: readonly { readonly status: number; readonly headers: readonly Header[] }[];
  readonly answer: {
    readonly version: '1.0' | '1.1';
    readonly status: number;
    readonly reason: string;
    readonly headers: readonly Header[];
    readonly body: PlannedBody;
  };
  /** The runtime stops after this many pieces: in order, or with a reset. */
  readonly cutAfter: { readonly pieces: number; readonly isReset: boolean } | undefined;
  /** The client leaves when it has this many bytes of the body. */
  readonly leavesAfter: number | undefined;
}

const tokenCharacters = "abcXYZ019-_.!#$%&'*+^`|~";
const valueCharacters = 'abc XYZ\t019,;="\'()<>@[]{}?/\\:%éÿ\u0080äö';
const pathCharacters = 'abcXYZ019-_.~!$&\'()*+,;=:@/%[]|^`{}"<>\\';
const methods = ['GET', 'POST', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PROPFIND', 'M-SEARCH'];
const statuses = [200, 200, 200, 200, 201, 204, 206, 301, 304, 400, 401, 404, 418, 429, 500, 503, 599];
const mostBytes = 8 * 1024 * 1024;

export function planExchange(random: Random, id: number): Plan {
  const method = random.pick(methods);
  const status = random.pick(statuses);
  const isBodiless = method === 'HEAD' || status === 204 || status === 304;
  const body = requestBody(random);
  const answerBody = isBodiless ? { framing: 'none' as const, pieces: [], trailers: [] } : answerBodyOf(random);
  const pieces = answerBody.pieces.length;
  const breaks = pieces > 0 && random.chance(0.15);
  const isLeft = breaks && random.chance(0.4);
  const expectsContinue = body.framing !== 'none' && random.chance(0.1);
  // Node writes the head of a request that expects 100 as UTF-8, so such a head is ASCII here.
  const headers = randomHeaders(random, 12).map(([n, v]): Header => [n, expectsContinue ? ascii(v) : v]);
  return {
    id,
    method,
    path: `/${random.text(pathCharacters, 0, 40)}${random.chance(0.5) ? `?${random.text(`${pathCharacters}?`, 0, 40)}` : ''}`,
    headers,
    body,
    expectsContinue,
    informational: random.chance(0.1) ? [{ status: random.pick([102, 103]), headers: randomHeaders(random, 3) }] : [],
    answer: {
      version: answerBody.framing === 'connection' && random.chance(0.5) ? '1.0' : '1.1',
      status,
      reason: random.chance(0.8) ? random.text('OK not Found é!', 1, 12).trim() : '',
      headers: [
        ...randomHeaders(random, 30),
        ...(isBodiless && method === 'HEAD' ? [['Content-Length', '77'] as const] : []),
      ],
      body: answerBody,
    },
    cutAfter: breaks && !isLeft ? { pieces: random.integer(0, pieces - 1), isReset: random.chance(0.3) } : undefined,
    leavesAfter: isLeft ? random.integer(0, Math.max(0, total(answerBody.pieces) - 1)) : undefined,
  };
}

export function total(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}

/** Mostly small, and now and then as large as pictures in a prompt are. */
function bodySize(random: Random): number {
  return random.chance(0.05) ? random.integer(0, mostBytes) : random.size(100_000);
}

function requestBody(random: Random): PlannedBody {
  const framing = random.pick<Framing>(['none', 'length', 'chunks']);
  if (framing === 'none') return { framing, pieces: [], trailers: [] };
  const bytes = random.bytes(bodySize(random));
  return { framing, pieces: random.cut(bytes, 20), trailers: framing === 'chunks' ? trailersOf(random) : [] };
}

function answerBodyOf(random: Random): PlannedBody {
  const framing = random.pick<Framing>(['length', 'chunks', 'chunks', 'connection']);
  return { framing, pieces: answerPieces(random), trailers: framing === 'chunks' ? trailersOf(random) : [] };
}

/** Streams of events and of lines, compressed bodies, and bytes that mean nothing. */
function answerPieces(random: Random): Buffer[] {
  const events = (write: (text: string) => string): Buffer[] =>
    Array.from({ length: random.integer(1, 60) }, () => Buffer.from(write(random.text('abc ä€😀"\\', 0, 30))));
  switch (random.integer(0, 3)) {
    case 0:
      return events((text) => `data: ${JSON.stringify({ choices: [{ delta: { content: text } }] })}\n\n`);
    case 1:
      return events((text) => `${JSON.stringify({ response: text, done: false })}\n`);
    case 2:
      return random.cut(gzipSync(random.bytes(random.size(100_000))), 30);
    default:
      return random.cut(random.bytes(bodySize(random)), 40);
  }
}

function trailersOf(random: Random): Header[] {
  return random.chance(0.3) ? randomHeaders(random, 4) : [];
}

/** Any names, cases, doubles and bytes that HTTP allows, but none that has a meaning of its own. */
function randomHeaders(random: Random, most: number): Header[] {
  const names = Array.from({ length: random.integer(0, most) }, () => `x-${random.text(tokenCharacters, 1, 20)}`);
  return names.flatMap((name) => {
    const value = (): string => random.text(valueCharacters, 0, 60).trim();
    const spelled = random.chance(0.5) ? name.toUpperCase() : name;
    const known: readonly Header[] = random.chance(0.3)
      ? [
          [
            random.pick(['Set-Cookie', 'Content-Type', 'accept-encoding', 'DATE', 'Server', 'Vary', 'Cache-Control']),
            value(),
          ],
        ]
      : [];
    return [[spelled, value()] as const, ...known, ...(random.chance(0.2) ? [[name, value()] as const] : [])];
  });
}

function ascii(text: string): string {
  return text.replace(/[^\t -~]/g, '?');
}
