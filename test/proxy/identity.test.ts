import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Header, Message } from './messageReader';
import { planExchange, type Plan } from './plan';
import { PlannedRuntime, type Seen } from './planned';
import { Proxied } from './proxied';
import { Random } from '../support/random';

const soak = process.env['SOAK'] !== undefined;
const exchanges = soak ? 10_000 : 600;
const seed = soak ? Date.now() % 1_000_000 : 1;

/** What belongs to one connection only. */
const hopByHop = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding']);

function endToEnd(headers: readonly Header[] = []): Header[] {
  return headers.filter(([name]) => !hopByHop.has(name.toLowerCase()));
}

function bodyOf(message: Message | undefined): string {
  const body = Buffer.concat(message?.pieces ?? []);
  return `${body.length} bytes, ${createHash('sha256').update(body).digest('hex')}`;
}

/** What must be the same whether an exchange went through the proxy or not. */
function asRequest(message: Message | undefined, base: string): object {
  // A request without a body says so where Node would else send an empty one.
  const headers = endToEnd(message?.headers).filter(([name, value]) => name !== 'Content-Length' || value !== '0');
  return {
    startLine: message?.startLine.replace(` ${base}`, ' '),
    headers,
    body: bodyOf(message),
    trailers: message?.trailers,
    isWhole: message?.isWhole,
  };
}

function asAnswer({ plan, answer, informational, isWhole }: Seen): object {
  const isTorn = isTornOff(plan);
  return {
    informational: informational.map(({ startLine, headers }) => [startLine, headers]),
    status: answer?.startLine.replace(/^HTTP\/1\.[01]/, ''),
    headers: endToEnd(answer?.headers),
    ...(isTorn ? {} : { body: bodyOf(answer), trailers: answer?.trailers, isWhole }),
  };
}

/** A client leaves at no particular byte, and a reset takes with it what a system has not yet handed over. */
const isTornOff = ({ leavesAfter, cutAfter }: Plan): boolean => leavesAfter !== undefined || cutAfter?.isReset === true;

function isBeginningOf(answer: Message | undefined, { pieces }: Plan['answer']['body']): boolean {
  const [got, sent] = [Buffer.concat(answer?.pieces ?? []), Buffer.concat(pieces)];
  return got.equals(sent.subarray(0, got.length));
}

describe('what passes through the proxy', () => {
  let runtime: PlannedRuntime;
  let proxied: Proxied;
  before(async () => {
    runtime = await PlannedRuntime.start();
    proxied = await Proxied.start({
      'a:1': `http://127.0.0.1:${runtime.raw.port}`,
      prefixed: `http://127.0.0.1:${runtime.raw.port}/behind/this`,
    });
  });
  after(async () => {
    await proxied.server.stop();
    await runtime.raw.stop();
  });

  it(`is what would have passed without it, in ${exchanges} exchanges from seed ${seed}`, async () => {
    const random = new Random(seed);
    const met = { exchanges: 0, cut: 0, reset: 0, left: 0, kept: 0, bytes: 0 };
    for (let id = 1; id <= exchanges;) {
      const plans: Plan[] = Array.from({ length: random.integer(1, 5) }, () => planExchange(random, id++));
      const isPrefixed = random.chance(0.2);
      const base = isPrefixed ? '/prefixed' : random.pick(['/a:1', '/a%3A1', '/%61%3a1']);
      const direct = await runtime.session(runtime.raw.port, isPrefixed ? '/behind/this' : '', plans);
      const through = await runtime.session(proxied.port, base, plans);
      assert.equal(through.length, direct.length, `as many exchanges on a connection from plan ${plans[0]!.id} on`);
      for (const [i, seen] of through.entries()) {
        const without = direct[i]!;
        const which = `plan ${seen.plan.id}: ${JSON.stringify(summary(seen.plan))}`;
        const prefix = isPrefixed ? '/behind/this' : '';
        assert.deepEqual(asRequest(seen.request, prefix), asRequest(without.request, prefix), `request of ${which}`);
        assert.deepEqual(asAnswer(seen), asAnswer(without), `answer of ${which}`);
        if (isTornOff(seen.plan)) {
          assert.ok(isBeginningOf(seen.answer, seen.plan.answer.body), `what came of the answer of ${which}`);
          assert.equal(seen.plan.cutAfter !== undefined && seen.isWhole, false, `the end of the answer of ${which}`);
        }
        met.exchanges++;
        met.kept += i;
        met.left += Number(seen.plan.leavesAfter !== undefined);
        met.cut += Number(seen.plan.cutAfter !== undefined);
        met.reset += Number(seen.plan.cutAfter?.isReset === true);
        met.bytes += Buffer.concat(seen.answer?.pieces ?? []).length;
      }
    }
    assert.ok(met.cut > 0 && met.reset > 0 && met.left > 0 && met.kept > 0, JSON.stringify(met));
    assert.deepEqual(proxied.said, []);
  });
});

function summary({ method, path, body, answer, cutAfter, leavesAfter }: Plan): object {
  return {
    method,
    path,
    sent: body.framing,
    status: answer.status,
    framing: answer.body.framing,
    cutAfter,
    leavesAfter,
  };
}
