import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { EndOfLeading } from '../../../src/engine/elect/leading';
import { Reign, type EndOfReign } from '../../../src/engine/elect/reign';

/** A reign whose engine ends when it is told to. */
class Rig {
  /** What happened, in its order. */
  readonly did: string[] = [];
  readonly reign: Reign;
  engineEnds: () => void = () => undefined;
  engineFails: (error: Error) => void = () => undefined;

  constructor(stopLimitMs: number) {
    const options = {
      fence: { epoch: 1, holds: () => Promise.resolve(true) },
      server: {
        begin: () => undefined,
        serve: () => this.did.push('serves'),
        close: (farewell?: object) => this.did.push(`closes ${farewell ? JSON.stringify(farewell) : 'without a word'}`),
      },
      lead: () => Promise.resolve({ stop: (reason: EndOfLeading) => this.stop(reason) }),
      log: (level: string, message: string) => this.did.push(`${level}: ${message}`),
      ready: () => this.did.push('is ready'),
      stopLimitMs,
    };
    this.reign = new Reign(options as never);
  }

  /** @returns What the reign ended with, once it has. */
  async run(end: EndOfReign): Promise<EndOfReign> {
    const running = this.reign.run();
    await turn();
    this.reign.end(end);
    return running;
  }

  private stop(reason: EndOfLeading): Promise<void> {
    this.did.push(`stops: ${reason}`);
    return new Promise((resolve, reject) => {
      this.engineEnds = resolve;
      this.engineFails = reject;
    });
  }
}

const hour = 3_600_000;
const begun = ['serves', 'is ready'];

describe('the end of a reign', () => {
  it('is told to the others once the engine has ended, with whom they wait for', async () => {
    const rig = new Rig(hour);
    const running = rig.run({ reason: 'handedOver', next: 'heir' });
    await turn();
    await turn();
    assert.deepEqual(rig.did, [...begun, 'stops: handedOver']);
    rig.engineEnds();
    assert.deepEqual(await running, { reason: 'handedOver', next: 'heir' });
    assert.deepEqual(rig.did.slice(3), ['closes {"next":"heir"}']);
  });

  it('is told to the others even if the engine does not end, and says what that means', async () => {
    const rig = new Rig(1);
    assert.equal((await rig.run({ reason: 'handedOver', next: 'heir' })).reason, 'handedOver');
    const [warning, farewell] = rig.did.slice(3);
    assert.match(warning!, /^warn: The engine has not ended after .*a disk may hang\. Others are not kept waiting/);
    assert.equal(farewell, 'closes {"next":"heir"}');
    rig.engineFails(new Error('The disk is gone.'));
    await turn();
    assert.match(rig.did.at(-1)!, /^error: The engine did not end as it should: .*The disk is gone\./);
  });

  it('lets a superseded process follow, though its engine does not end, and without a word', async () => {
    const rig = new Rig(1);
    assert.equal((await rig.run({ reason: 'superseded' })).reason, 'superseded');
    assert.deepEqual(rig.did.slice(0, 4), [...begun, 'closes without a word', 'stops: superseded']);
    assert.equal(rig.did.filter((what) => what.startsWith('closes')).length, 1);
  });

  it('keeps a process that is to end until its engine has ended, though others lead by then', async () => {
    const rig = new Rig(1);
    let hasEnded = false;
    const running = rig.run({ reason: 'stopped' }).finally(() => (hasEnded = true));
    while (!rig.did.includes('closes {}')) await turn();
    for (let i = 0; i < 10; i++) await turn();
    assert.equal(hasEnded, false);
    rig.engineEnds();
    await running;
  });
});
