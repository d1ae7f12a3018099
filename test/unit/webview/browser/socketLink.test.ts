import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { SocketLink } from '../../../../webview/browser/socketLink';
import { FakeSocket, FakeTimers } from './fakePage';

/** A tab that is shown and hidden by a test. */
class FakeTab {
  visibilityState = 'visible';
  private changed: (() => void) | undefined;

  readonly addEventListener = (_name: string, changed: () => void): void => {
    this.changed = changed;
  };

  show(isShown: boolean): void {
    this.visibilityState = isShown ? 'visible' : 'hidden';
    this.changed?.();
  }
}

const globals = globalThis as unknown as Record<string, unknown>;

describe('A tab in the background', () => {
  const names = ['window', 'document', 'WebSocket'] as const;
  const before = names.map((name) => globals[name]);
  let tab: FakeTab;
  let timers: FakeTimers;
  let link: SocketLink;

  beforeEach(() => {
    tab = new FakeTab();
    timers = new FakeTimers();
    globals['document'] = tab;
    globals['WebSocket'] = FakeSocket;
    globals['window'] = {
      location: { protocol: 'http:', hostname: '127.0.0.1', origin: 'http://127.0.0.1:9446' },
      setTimeout: timers.setTimeout,
      clearTimeout: timers.clearTimeout,
    };
    FakeSocket.made.length = 0;
  });

  afterEach(() => {
    names.forEach((name, at) => (globals[name] = before[at]));
  });

  const begin = async (): Promise<void> => {
    link = new SocketLink('energy', () => undefined);
    link.listen(() => undefined);
    await connected(1);
    link.post({ type: 'ready' });
  };
  const connected = async (tries: number): Promise<void> => {
    while (FakeSocket.made.length < tries) await new Promise(setImmediate);
    last().opened();
  };
  const last = (): FakeSocket => FakeSocket.made.at(-1)!;
  const said = (): unknown[] => last().sent.map((text) => (JSON.parse(text) as { type: unknown }).type);
  /** Lets time pass while the monitor says that it is there. */
  const wait = (seconds: number): void => {
    for (let second = 0; second < seconds; second++) {
      timers.pass(1000);
      last().onmessage?.({ data: '{"type":"beat"}' });
    }
  };

  it('rests after a while, and goes on when it is looked at', async () => {
    await begin();
    tab.show(false);
    wait(9);
    assert.deepEqual(said(), ['ready']);
    wait(1);
    assert.deepEqual(said(), ['ready', 'rest']);
    tab.show(true);
    wait(20);
    assert.deepEqual(said(), ['ready', 'rest', 'ready']);
  });

  it('does not rest when it is looked at again soon', async () => {
    await begin();
    tab.show(false);
    wait(5);
    tab.show(true);
    wait(20);
    assert.deepEqual(said(), ['ready']);
  });

  it('rests where it was never looked at', async () => {
    tab.show(false);
    await begin();
    wait(10);
    assert.deepEqual(said(), ['ready', 'rest']);
  });

  it('rests again after a break, and begins once when it is looked at', async () => {
    await begin();
    tab.show(false);
    wait(12);
    last().ended();
    timers.pass(250);
    await connected(2);
    assert.deepEqual(said(), ['ready']);
    wait(10);
    assert.deepEqual(said(), ['ready', 'rest']);
    tab.show(true);
    assert.deepEqual(said(), ['ready', 'rest', 'ready']);
  });

  it('begins no second time when it is looked at soon after a break', async () => {
    await begin();
    tab.show(false);
    wait(12);
    last().ended();
    timers.pass(250);
    await connected(2);
    tab.show(true);
    wait(20);
    assert.deepEqual(said(), ['ready']);
  });
});
