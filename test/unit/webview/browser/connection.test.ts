import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Tickets } from '../../../../src/engine/serve/access/tickets';
import { showTicket } from '../../../../webview/browser/showTicket';
import { Connection, type ConnectionState } from '../../../../webview/browser/connection';
import { FakeSocket, FakeTimers } from './fakePage';

const here = 'http://127.0.0.1:9446';
const bytes = new ArrayBuffer(8);

/** Ends when there were so many tries; proving a ticket takes a few turns of other threads. */
async function tries(count: number): Promise<void> {
  while (FakeSocket.made.length < count) await new Promise(setImmediate);
}

/** Long enough for a try that would be made at once to be made. */
async function noMore(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
}

const globals = globalThis as unknown as Record<string, unknown>;

describe('the way of a page to the monitor', () => {
  const before = { window: globals['window'], WebSocket: globals['WebSocket'] };
  let states: ConnectionState[] = [];
  let received: unknown[] = [];
  let connection: Connection;
  let timers: FakeTimers;

  beforeEach(async () => {
    timers = new FakeTimers();
    globals['WebSocket'] = FakeSocket;
    globals['window'] = {
      location: { protocol: 'http:', hostname: '127.0.0.1', origin: here },
      setTimeout: timers.setTimeout,
      clearTimeout: timers.clearTimeout,
    };
    FakeSocket.made.length = 0;
    states = [];
    received = [];
    connection = new Connection({
      view: 'energy',
      received: (data) => received.push(data),
      changed: (state) => states.push(state),
    });
    connection.open();
    await tries(1);
  });

  afterEach(() => {
    Object.assign(globals, before);
  });

  const secret = 'A'.repeat(43);
  const tickets = new Tickets(secret, Date.now, () => Infinity);
  const ticketText = (answer?: string, port = 9446, home = 9445): string =>
    JSON.stringify({ type: 'ticket', ticket: tickets.make(60_000), answer, port, home });
  /** What a server with the secret says to a page. */
  const answerOf = (socket: FakeSocket, by = tickets): string =>
    ticketText(by.answerTo(shownTo(socket), Number(new URL(socket.url).port)) ?? 'B'.repeat(43));
  const shownTo = ({ protocols }: FakeSocket): string => (protocols[1] ?? '').replace('wirthforge-ticket.', '');
  /** Lets the page in, as its own server does first. */
  const enter = (port?: number, home?: number): void => {
    last().opened();
    last().onmessage?.({ data: ticketText(undefined, port, home) });
  };
  /** Where it looks, so many times, while nobody is there. */
  const lookedAt = async (times: number): Promise<number[]> => {
    const before = FakeSocket.made.length;
    for (let made = before + 1; made <= before + times; made++) {
      last().ended();
      timers.pass(250);
      await tries(made);
    }
    return FakeSocket.made.slice(before).map(({ url }) => Number(new URL(url).port));
  };
  /** The page is left by its server, and looks elsewhere: where it is opened by whoever listens there. */
  const foundElsewhere = async (): Promise<FakeSocket> => {
    enter();
    last().ended();
    timers.pass(250);
    await tries(2);
    last().opened();
    return last();
  };
  const last = (): FakeSocket => FakeSocket.made.at(-1)!;
  const kinds = (): string[] => states.map(({ kind }) => kind);

  it('begins where the page is from, and hands on what comes', () => {
    last().opened();
    last().onmessage?.({ data: bytes });
    last().onmessage?.({ data: '{"type":"beat"}' });
    connection.send('hello');
    assert.equal(last().url, 'ws://127.0.0.1:9446/ws/view?name=energy');
    assert.deepEqual(last().protocols, ['wirthforge-view']);
    assert.deepEqual([states, received, last().sent], [[{ kind: 'connected', origin: here }], [bytes], ['hello']]);
  });

  it('without a ticket tries its own server alone, 250 ms later and ever less often, at least every 5 s', async () => {
    const gaps: number[] = [];
    for (let round = 0; round < 8; round++) {
      last().ended();
      const { length } = FakeSocket.made;
      let gap = 0;
      for (; FakeSocket.made.length === length; gap += 50) {
        timers.pass(50);
        await noMore();
      }
      gaps.push(gap);
    }
    assert.deepEqual(gaps, [250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
    assert.deepEqual([...new Set(FakeSocket.made.map(({ url }) => new URL(url).port))], ['9446']);
    assert.deepEqual(kinds(), ['lost']);
  });

  it('with a ticket looks on the usual ports too, and proves it to each without sending it', async () => {
    const key = tickets.make(60_000).split('.')[1]!;
    enter();
    assert.deepEqual(await lookedAt(5), [9445, 9447, 9448, 9449, 9446]);
    const later = FakeSocket.made.slice(1);
    for (const { url, protocols } of later) {
      const [name, shown = ''] = protocols;
      assert.equal(name, 'wirthforge-view');
      assert.ok(!shown.includes(key));
      assert.ok(tickets.restOf(shown.replace('wirthforge-ticket.', ''), Number(new URL(url).port)) > 0);
    }
  });

  it('looks first on the port that its server is meant to have, and those after it', async () => {
    enter(9446, 12_000);
    assert.deepEqual(await lookedAt(6), [12_000, 12_001, 12_002, 12_003, 12_004, 9445]);
  });

  it('takes nothing from who listens elsewhere until that one has answered to the ticket', async () => {
    const found = await foundElsewhere();
    found.onmessage?.({ data: bytes });
    connection.send('mine');
    await noMore();
    assert.deepEqual([kinds(), received, found.sent], [['connected', 'lost'], [], []]);
    found.onmessage?.({ data: answerOf(found) });
    while (kinds().length < 3) await new Promise(setImmediate);
    assert.deepEqual(states.at(-1), { kind: 'connected', origin: 'http://127.0.0.1:9445' });
    found.onmessage?.({ data: bytes });
    assert.deepEqual(received, [bytes]);
  });

  it('is not taken in by who cannot answer, whatever that one says, nor sent away by it', async () => {
    const found = await foundElsewhere();
    const impostor = new Tickets('B'.repeat(43), Date.now, () => Infinity);
    const replayed = tickets.answerTo(await showTicket(tickets.make(60_000), 9445, Date.now() - 1), 9445);
    for (const data of [
      ticketText(),
      ticketText(shownTo(found).slice(-43)),
      ticketText(replayed),
      answerOf(found, impostor),
      '{"type":"beat"}',
      bytes,
    ])
      found.onmessage?.({ data });
    await noMore();
    timers.pass(3000);
    assert.deepEqual([kinds(), received, found.sent, found.closed], [['connected', 'lost'], [], [], true]);
    timers.pass(0);
    await tries(3);
    last().opened();
    last().ended(1008, 'Visit http://evil.example.');
    assert.deepEqual(kinds(), ['connected', 'lost']);
    timers.pass(0);
    await tries(4);
    assert.ok(tickets.restOf(shownTo(last()), Number(new URL(last().url).port)) > 0, 'it kept its own ticket');
  });

  it('shows its own server a ticket for the port that it has there, where ports are forwarded', async () => {
    enter(9445);
    for (let made = 2; made <= 6; made++) {
      last().ended();
      timers.pass(250);
      await tries(made);
    }
    const [own] = FakeSocket.made.filter(({ url }) => url.includes(':9446/')).slice(-1);
    assert.ok(tickets.restOf(shownTo(own!), 9445) > 0);
  });

  it('gives up a monitor that says nothing any more, as one that is frozen', async () => {
    last().opened();
    const frozen = last();
    timers.pass(6900);
    frozen.onmessage?.({ data: '{"type":"beat"}' });
    timers.pass(6900);
    assert.deepEqual(kinds(), ['connected']);
    timers.pass(200);
    assert.deepEqual([kinds(), frozen.closed], [['connected', 'lost'], true]);
    timers.pass(250);
    await tries(2);
  });

  it('stops where nobody lets it in any more, and says why', async () => {
    last().opened();
    last().ended(1008, 'The token was changed.');
    timers.pass(60_000);
    await noMore();
    assert.equal(FakeSocket.made.length, 1);
    assert.deepEqual(states.at(-1), { kind: 'shut', reason: 'The token was changed.' });
  });
});
