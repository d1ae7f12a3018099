import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { leadAlone } from '../../../src/engine/elect/leadAlone';
import type { Leadership, MemberState } from '../../../src/engine/elect/leading';
import { Member } from '../../../src/engine/elect/member';

const quiet = (): void => undefined;

describe('Where no claim can be made', () => {
  it('a window leads all the same, with a fence that tells why nothing counts', async () => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-alone-'));
    try {
      await writeFile(path.join(dataDir, 'leaders'), 'no folder');
      const ended: string[] = [];
      const states: MemberState['kind'][] = [];
      let member: Member | undefined;
      const { fence } = await new Promise<Leadership>((resolve) => {
        member = new Member({
          ...{ dataDir, role: 'window', version: '1', log: quiet },
          lead: (leadership) => {
            resolve(leadership);
            return Promise.resolve({ stop: (reason) => Promise.resolve(void ended.push(reason)) });
          },
          changed: ({ kind }) => states.push(kind),
        });
        member.start();
      });
      const why = /No window can claim to be the one that records: .*leaders, or make it writable/s;
      await assert.rejects(fence.holds(), why);
      await assert.rejects(fence.next(), why);
      await member?.stop();
      assert.deepEqual(ended, ['stopped']);
      assert.deepEqual(states, ['waiting', 'leading', 'seeking', 'stopped']);
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });

  it('it goes on until one can be', async () => {
    const done: string[] = [];
    let looks = 0;
    await leadAlone({
      reason: 'The disk is full.',
      lead: () => Promise.resolve({ stop: (reason) => Promise.resolve(void done.push(reason)) }),
      ready: () => done.push('ready'),
      canMeet: () => Promise.resolve(++looks === 3),
      lookMs: 1,
      stopping: new AbortController().signal,
      log: quiet,
    });
    assert.deepEqual([...done, looks], ['ready', 'stopped', 3]);
  });

  it('an engine that cannot be made is said to be none', async () => {
    const made = leadAlone({
      reason: 'The disk is full.',
      lead: () => Promise.reject(new Error('There is none.')),
      ready: () => assert.fail('nothing leads'),
      canMeet: () => Promise.resolve(true),
      stopping: new AbortController().signal,
      log: quiet,
    });
    await assert.rejects(made, { name: 'LeadFailed' });
  });
});
