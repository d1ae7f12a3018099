import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { NoFence, requireHeld, type Fence } from '../../../src/engine/elect/fence';
import { controlOf } from '../../../src/engine/engineControl';
import type { ControlCommand } from '../../../src/engine/serve/control/controlCommand';
import { Refusal } from '../../../src/engine/serve/refusal';
import { StoreFailure } from '../../../src/engine/store/thread/storeThread';

const commands: readonly ControlCommand[] = [
  { kind: 'pause' },
  { kind: 'resume' },
  { kind: 'alert', what: { kind: 'acknowledge', alert: 'a' } },
  { kind: 'silenceFor', alert: 'a', minutes: 5 },
  { kind: 'putRules', text: '{}' },
];

describe('A job on the store that other programs ask for', () => {
  const ends = (error: Error, signal: AbortSignal): Promise<object> =>
    controlOf(
      { recovery: { over: () => Promise.resolve() }, store: { runJob: () => Promise.reject(error) } } as never,
      () => 0,
    )({ kind: 'validate' }, () => undefined, signal);
  const closing = new StoreFailure('The monitor is being closed. Ask again later.', true);

  it('is not said to be called off where the store itself ended it, and nobody knows how far it came', async () => {
    await assert.rejects(
      ends(closing, new AbortController().signal),
      /not known how far it came.*look at what there is/i,
    );
  });

  it('is called off where its asker has gone', async () => {
    await assert.rejects(ends(closing, AbortSignal.abort()), closing);
  });
});

describe('What other programs ask of an engine', () => {
  let done: string[];
  const asked = (fence: Pick<Fence, 'epoch' | 'holds'>, command: ControlCommand): Promise<object> => {
    const note = (what: string) => (): void => void done.push(what);
    const engine = {
      requireLead: () => requireHeld(fence),
      pause: note('pause'),
      resume: note('resume'),
      isPaused: false,
      recovery: { over: () => Promise.resolve() },
      alerts: { command: note('alert'), putRules: note('rules'), info: () => ({ active: [] }) },
    };
    return controlOf(engine as never, () => 0)(command, () => undefined, new AbortController().signal);
  };
  beforeEach(() => {
    done = [];
  });

  for (const command of commands) {
    it(`is refused where another process leads by now, so that none is lost: ${command.kind}`, async () => {
      const lost = { epoch: 3, holds: () => Promise.resolve(false) };
      await assert.rejects(asked(lost, command), (error) => {
        assert.ok(error instanceof Refusal && error.status === 503 && error.code === 'superseded');
        assert.match(error.message, /leads by now.*Ask again/);
        return true;
      });
      assert.deepEqual(done, []);
    });

    it(`is done by who leads, also alone: ${command.kind}`, async () => {
      await asked({ epoch: 3, holds: () => Promise.resolve(true) }, command);
      await asked(new NoFence(4, 'The folder cannot be written to.'), command);
      assert.equal(done.length, 2);
    });
  }
});
