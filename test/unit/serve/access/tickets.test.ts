import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Gate } from '../../../../src/engine/serve/access/gate';
import { Tickets } from '../../../../src/engine/serve/access/tickets';
import { Refusal } from '../../../../src/engine/serve/refusal';
import { isAnswer, showTicket } from '../../../../webview/browser/showTicket';

const secret = 'A'.repeat(43);
const hourMs = 3_600_000;

class Time {
  ms = 1_700_000_000_000;
  upMs = Infinity;
}

const gateAt = (time: Time, port: number, ofSecret = secret): Gate =>
  new Gate({
    secret: ofSecret,
    scheme: 'http',
    port: () => port,
    now: () => time.ms,
    time: () => time.ms,
    upMs: () => time.upMs,
  });

const asked = (port: number, headers: Record<string, string>): IncomingMessage =>
  ({
    method: 'GET',
    url: '/ws/view?name=dashboard',
    headers: { host: `127.0.0.1:${port}`, ...headers },
  }) as unknown as IncomingMessage;

/** A page that was served at a port asks to be fed at another. */
async function coming(
  time: Time,
  from: number,
  to: number,
  ticket: string,
  more: Record<string, string> = {},
): Promise<IncomingMessage> {
  const shown = await showTicket(ticket, to, time.ms);
  return asked(to, {
    upgrade: 'websocket',
    origin: `http://127.0.0.1:${from}`,
    'sec-websocket-protocol': `wirthforge-view, wirthforge-ticket.${shown}`,
    ...more,
  });
}

/** The ticket that a page gets which was let in by a link. */
function ticketOf(gate: Gate, port: number): string {
  const code = new URL(gate.linkAt(`http://127.0.0.1:${port}`)).searchParams.get('code') ?? '';
  const [cookie = ''] = gate.redeem(code).split(';');
  return gate.passFor(asked(port, { cookie, upgrade: 'websocket' })).ticket ?? '';
}

const refused =
  (status: number) =>
  (error: unknown): boolean =>
    error instanceof Refusal && error.status === status;

describe('the ticket of a page', () => {
  it('lets it in at the next server of the same data folder, as an operator, and into its pages', async () => {
    const time = new Time();
    const ticket = ticketOf(gateAt(time, 9445), 9445);
    const next = gateAt(time, 9446);
    const request = await coming(time, 9445, 9446, ticket);
    assert.equal(next.returningOrigin(request), 'http://127.0.0.1:9445');
    assert.equal(next.require(request, 'operator'), 'operator');
    assert.throws(() => next.require(request, 'admin'), refused(403));
    const [cookie = ''] = next.passFor(request).cookie?.split(';') ?? [];
    next.require(asked(9446, { cookie }), 'viewer');
  });

  it('holds as long as the session that it is from, however often the page comes back', async () => {
    const time = new Time();
    let ticket = ticketOf(gateAt(time, 9445), 9445);
    for (const hours of [5, 5]) {
      time.ms += hours * hourMs;
      const pass = gateAt(time, 9446).passFor(await coming(time, 9445, 9446, ticket));
      ticket = pass.ticket ?? '';
      assert.match(pass.cookie ?? '', /Max-Age=\d+$/);
    }
    const last = gateAt(time, 9447);
    last.require(await coming(time, 9445, 9447, ticket), 'viewer');
    time.ms += 2 * hourMs;
    const late = await coming(time, 9445, 9447, ticket);
    assert.throws(() => last.require(late, 'viewer'), refused(401));
    assert.equal(last.returningOrigin(late), undefined);
  });

  it('neither ends nor holds for ever when the clock is set back', async () => {
    const time = new Time();
    const ticket = ticketOf(gateAt(time, 9445), 9445);
    const restAfter = async (backMs: number): Promise<number> => {
      time.ms -= backMs;
      const request = await coming(time, 9445, 9446, ticket);
      const { restMs } = gateAt(time, 9446).passFor(request);
      time.ms += backMs;
      return restMs;
    };
    assert.equal(await restAfter(hourMs), 12 * hourMs);
    assert.equal(await restAfter(300 * 24 * hourMs), 0);
    assert.equal(await restAfter(-24 * hourMs), 0);
  });

  it('opens nothing once the token was changed', async () => {
    const time = new Time();
    const gate = gateAt(time, 9445);
    const request = await coming(time, 9445, 9445, ticketOf(gate, 9445));
    gate.require(request, 'viewer');
    gate.replace('B'.repeat(43));
    assert.throws(() => gate.require(request, 'viewer'), refused(401));
  });

  it('shown to one port is of no use on another, nor a minute later', async () => {
    const time = new Time();
    const [there, here] = [gateAt(time, 9447), gateAt(time, 9446)];
    const request = await coming(time, 9445, 9447, ticketOf(gateAt(time, 9445), 9445));
    there.require(request, 'viewer');
    assert.throws(() => here.require(request, 'viewer'), refused(401));
    assert.equal(here.returningOrigin(request), undefined);
    time.ms += 60_001;
    assert.throws(() => there.require(request, 'viewer'), refused(401));
  });

  it('shown to whoever listened there before is of no use with the monitor', async () => {
    const time = new Time();
    const gate = gateAt(time, 9446);
    const request = await coming(time, 9445, 9446, ticketOf(gateAt(time, 9445), 9445));
    time.ms += 2000;
    time.upMs = 1999;
    assert.throws(() => gate.require(request, 'viewer'), refused(401));
    assert.equal(gate.returningOrigin(request), undefined);
    time.upMs = 2000;
    gate.require(request, 'viewer');
  });

  it('is answered by who could have made it, to the page alone that showed it', async () => {
    const time = new Time();
    const tickets = new Tickets(
      secret,
      () => time.ms,
      () => time.upMs,
    );
    const ticket = tickets.make(hourMs);
    const [shown, again] = [await showTicket(ticket, 9446, time.ms), await showTicket(ticket, 9446, time.ms + 1)];
    const answer = tickets.answerTo(shown, 9446);
    assert.ok(await isAnswer(ticket, shown, answer));
    assert.ok(!(await isAnswer(ticket, again, answer)));
    assert.ok(!(await isAnswer(ticket, shown, undefined)));
    assert.equal(tickets.answerTo(shown, 9447), undefined);
    assert.equal(
      new Tickets(
        'B'.repeat(43),
        () => time.ms,
        () => time.upMs,
      ).answerTo(shown, 9446),
      undefined,
    );
  });

  it('is not given to who came with a token, which it would outlast', async () => {
    const time = new Time();
    const gate = gateAt(time, 9445);
    const authorization = `Bearer ${gate.tokenOf('viewer')}`;
    const request = await coming(time, 9445, 9445, ticketOf(gate, 9445), { authorization });
    assert.deepEqual([gate.passFor(request).ticket, gate.passFor(request).restMs], [undefined, Infinity]);
  });

  it('begins no further session where its page has one, so that coming back often pushes out nobody', async () => {
    const time = new Time();
    const gate = gateAt(time, 9445);
    const first = gate.passFor(await coming(time, 9447, 9445, ticketOf(gateAt(time, 9447), 9447)));
    const [cookie = ''] = first.cookie?.split(';') ?? [];
    for (let visit = 0; visit < 100; visit++) {
      const back = gate.passFor(await coming(time, 9445, 9445, first.ticket ?? '', { cookie }));
      assert.equal(back.cookie, undefined);
    }
  });

  it('opens nothing but where pages are fed', async () => {
    const time = new Time();
    const gate = gateAt(time, 9445);
    const { headers } = await coming(time, 9445, 9445, ticketOf(gate, 9445));
    const role = (other: object): string =>
      gate.require({ method: 'GET', url: '/ws/view', headers, ...other } as unknown as IncomingMessage, 'viewer');
    assert.equal(role({}), 'operator');
    for (const other of [
      { url: '/ws' },
      { url: '/api/alerts/x/silence', method: 'POST' },
      { method: 'POST' },
      { headers: { ...headers, upgrade: 'h2c' } },
      { headers: { ...headers, upgrade: 'websocket, h2c' } },
    ])
      assert.throws(() => role(other), refused(401), JSON.stringify(other));
  });

  it('is of use for WebSockets alone', async () => {
    const time = new Time();
    const gate = gateAt(time, 9445);
    const { headers } = (await coming(time, 9445, 9445, ticketOf(gate, 9445))) as { headers: Record<string, string> };
    delete headers['upgrade'];
    assert.throws(() => gate.require(asked(9445, headers), 'viewer'), refused(401));
  });

  it('is of use for pages of the same host alone', async () => {
    const time = new Time();
    const gate = gateAt(time, 9446);
    const ticket = ticketOf(gateAt(time, 9445), 9445);
    const foreign = ['http://localhost:9445', 'https://127.0.0.1:9445', 'http://127.0.0.1.example.org', 'null'];
    for (const origin of foreign)
      assert.equal(gate.returningOrigin(await coming(time, 9445, 9446, ticket, { origin })), undefined, origin);
  });

  it('cannot be made up, lengthened or made of another secret', async () => {
    const time = new Time();
    const tickets = new Tickets(
      secret,
      () => time.ms,
      () => time.upMs,
    );
    const ticket = tickets.make(hourMs);
    const good = await showTicket(ticket, 1, time.ms);
    assert.equal(tickets.restOf(good, 1), hourMs);
    const [end = '', at = '', proof = ''] = good.split('.');
    const later = (parseInt(end, 36) + 1).toString(36);
    const other = await showTicket(
      new Tickets(
        'B'.repeat(43),
        () => time.ms,
        () => time.upMs,
      ).make(hourMs),
      1,
      time.ms,
    );
    const lengthened = await showTicket(`${later}.${ticket.split('.')[1] ?? ''}`, 1, time.ms);
    for (const bad of [`${later}.${at}.${proof}`, other, lengthened, `${good}A`, ticket, end, '', ` ${good}`])
      assert.equal(tickets.restOf(bad, 1), 0, bad);
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (noise) => {
        assert.equal(tickets.restOf(noise, 1), 0);
      }),
    );
  });
});
