import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { Member } from '../../src/engine/elect/member';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import { validateStore } from '../../src/engine/store/tools/validate/validateStore';
import { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import { RecordingRoom } from '../support/recordingRoom';
import { StormChild } from '../support/stormChild';
import { testSqlite } from '../support/storeSamples';

/** What a window says of itself. @property at Milliseconds since 1970. */
interface StateWord {
  readonly state: 'recording' | 'superseded' | 'following';
  readonly at: number;
}

const ends = ['kill', 'freeze', 'kill'] as const;

/** A window that keeps the past while it leads, in a process of its own. */
function runWindow(dataDir: string): void {
  const say = (state: StateWord['state']): void => {
    process.stdout.write(`${JSON.stringify({ state, at: Date.now() } satisfies StateWord)}\n`);
  };
  new Member({
    ...{ dataDir, role: 'window', version: '0.0.0', log: () => undefined },
    lead: async ({ fence }) => {
      const room = new RecordingRoom(dataDir, {}, undefined, fence);
      room.onChange = ({ isRunning }) => {
        if (isRunning) say('recording');
      };
      await room.start();
      return {
        attach: () => ({ receive: () => undefined, close: () => undefined }),
        stop: async (reason) => {
          if (reason === 'superseded') say('superseded');
          await room.stop(reason);
        },
      };
    },
    changed: ({ kind }) => {
      if (kind === 'following') say('following');
    },
  }).start();
}

function tests(): void {
  let dataDir = '';
  const windows: StormChild<StateWord>[] = [];
  before(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-takeover-'));
  });
  after(async () => {
    for (const one of windows) await one.kill();
    await rm(dataDir, { recursive: true });
  });

  function start(): StormChild<StateWord> {
    const child = new StormChild<StateWord>('window', { dataDir });
    windows.push(child);
    return child;
  }

  async function end(child: StormChild<StateWord>): Promise<void> {
    windows.splice(windows.indexOf(child), 1);
    await child.kill();
  }

  const open = async (): Promise<StoreFolder> => {
    const report = (problem: string): void => assert.fail(problem);
    return StoreFolder.open(nodeDisk, dataDir, await testSqlite(), { report });
  };

  async function sessions(): Promise<string[]> {
    const folder = await open();
    const found = new Set<string>();
    await folder.whileItLasts(async () => {
      for (const journal of folder.journals()) {
        const { header } = await folder.journal(journal);
        if (header) found.add(header.session);
      }
      for (const segment of folder.segments({ kind: 'raw' }))
        await folder.use(segment, (reader) => {
          for (const session of reader.sessions()) found.add(session);
        });
    });
    folder.close();
    return [...found].sort();
  }

  it('are recorded by one of them, and another goes on soon after that one is killed or frozen', async (t) => {
    const isRecording = ({ state }: StateWord): boolean => state === 'recording';
    let leader = start();
    await leader.hears(isRecording);
    const tookMs: number[] = [];
    for (const [index, how] of ends.entries()) {
      const follower = start();
      await follower.hears(({ state }) => state === 'following');
      assert.ok(!follower.words.some(isRecording));
      await eventually('its session is on disk', async () => (await sessions()).length === index + 1);
      const endedAt = Date.now();
      if (how === 'kill') await end(leader);
      else leader.signal('SIGSTOP');
      await follower.hears(isRecording);
      tookMs.push(follower.words.find(isRecording)!.at - endedAt);
      if (how === 'freeze') {
        leader.signal('SIGCONT');
        await leader.hears(({ state }) => state === 'superseded');
        await leader.hears(({ state, at }) => state === 'following' && at > endedAt);
        await end(leader);
      }
      leader = follower;
    }
    t.diagnostic(`took over after ${tookMs.join(', ')} ms`);
    // What else this machine does may hold one up, but not so long each time.
    assert.ok(Math.min(...tookMs) <= 15_000, tookMs.join());
    await end(leader);
    const all = await sessions();
    const epochs = new Set(all.map((session) => session.slice(-8)));
    // The last one may have written nothing yet.
    assert.ok(all.length >= ends.length && epochs.size === all.length, all.join());
    const folder = await open();
    const { problems } = await validateStore({
      ...{ folder, isLive: false, now: () => Date.now(), signal: new AbortController().signal },
      rotate: () => Promise.resolve(),
      upkeep: () => Promise.resolve({ done: [], freedBytes: 0 }),
      record: () => undefined,
      progress: () => undefined,
    });
    folder.close();
    assert.deepEqual(
      problems.filter(({ weight }) => weight === 'loss'),
      [],
    );
  });
}

const [, , role, order] = process.argv;
if (role === 'window') runWindow((JSON.parse(order!) as { readonly dataDir: string }).dataDir);
else describe('Windows on one data folder', { skip: process.platform === 'win32' }, tests);
