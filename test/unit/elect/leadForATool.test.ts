import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { it } from 'node:test';
import { leadForATool } from '../../../src/engine/elect/leadForATool';
import { Member } from '../../../src/engine/elect/member';
import { presentLeader } from '../../../src/engine/elect/presentLeader';

const quiet = (): void => undefined;

it('a tool leads only while nobody else does, and says who does', async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-tool-'));
  try {
    const first = await leadForATool(dataDir, '1', quiet);
    assert.equal(await first.fence.holds(), true);
    await assert.rejects(leadForATool(dataDir, '1', quiet), /A command of the monitor .*is changing what is recorded/);
    assert.equal((await presentLeader(dataDir))?.role, 'tool', 'who takes no part can see it, too');
    await first.release();
    assert.equal(await presentLeader(dataDir), undefined);
    const window = await leadAsWindow(dataDir);
    try {
      await assert.rejects(leadForATool(dataDir, '1', quiet), /A window of the editor .*is recording.*close it/);
    } finally {
      await window.stop();
    }
    const last = await leadForATool(dataDir, '1', quiet);
    assert.equal(last.fence.epoch, 3);
    await last.release();
  } finally {
    await rm(dataDir, { recursive: true });
  }
});

async function leadAsWindow(dataDir: string): Promise<Member> {
  return new Promise((resolve) => {
    const member: Member = new Member({
      ...{ dataDir, role: 'window', version: '1', log: quiet },
      lead: () =>
        Promise.resolve({
          attach: () => ({ receive: quiet, close: quiet }),
          stop: () => Promise.resolve(),
        }),
      changed: ({ kind }) => {
        if (kind === 'leading') resolve(member);
      },
    });
    member.start();
  });
}
