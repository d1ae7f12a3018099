import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { hashes, recordFor, wirthforge } from '../support/storeCli';

const passphrase = 'correct horse battery';
const [yes, no] = [{ encrypt: true }, { encrypt: false }];
/** What every recording of a machine has in it: names of metrics, labels, groups, events, and SQLite's own beginning. */
const telling = [
  'system.',
  'cpu_percent',
  'memory',
  'session.start',
  'time_zone',
  'measured',
  'SQLite',
  'CREATE TABLE',
];

interface Session {
  readonly startedAt: number;
}

describe('an encrypted store', () => {
  let root = '';
  let dataDir = '';
  before(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-encrypted-'));
    dataDir = path.join(root, 'data');
    const recorded = await recordFor(3, dataDir, yes, passphrase);
    assert.equal(recorded.code, 0, recorded.err);
    assert.match(recorded.err, /encrypted from now on/);
  });
  after(() => rm(root, { recursive: true }));

  const at = (folder: string): string => `--data-dir=${folder}`;
  const done = async (words: readonly string[], folder = dataDir): Promise<string> => {
    const run = await wirthforge([...words, at(folder)], passphrase);
    assert.equal(run.code, 0, `${words.join(' ')}: ${run.err}`);
    return run.out;
  };
  /** Files of the store with what they tell to whoever looks into them. */
  const readable = async (folder: string): Promise<string[]> => {
    const told: string[] = [];
    for (const inner of ['journal', 'segments'])
      for (const name of await readdir(path.join(folder, inner))) {
        const bytes = await readFile(path.join(folder, inner, name));
        assert.ok(bytes.length > 0, name);
        const words = telling.filter((text) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')));
        if (words.length > 0) told.push(`${inner}/${name}: ${words.join()}`);
      }
    return told;
  };
  const samples = async (folder = dataDir): Promise<number> => {
    const { samples: count } = JSON.parse(await done(['validate', '--json'], folder)) as { samples: number };
    return count;
  };
  const sessions = async (): Promise<readonly Session[]> =>
    (JSON.parse(await done(['list', '--json'])) as { sessions: Session[] }).sessions;
  const times = async (): Promise<number[]> => {
    const answer = JSON.parse(await done(['query', 'system.cpu_percent', '--from=-1h'])) as {
      series: { points: [number, number | null][] }[];
    };
    return answer.series.flatMap(({ points }) => points.map(([time]) => time));
  };

  it('shows nothing of what was recorded, neither in journals nor in segments', async () => {
    assert.ok((await readdir(path.join(dataDir, 'journal'))).length > 0);
    assert.deepEqual(await readable(dataDir), []);
    const inJournal = await samples();
    assert.ok(inJournal > 100);
    await done(['maintenance']);
    assert.deepEqual(await readdir(path.join(dataDir, 'journal')), []);
    assert.ok((await readdir(path.join(dataDir, 'segments'))).length >= 4);
    assert.deepEqual(await readable(dataDir), []);
    assert.equal(await samples(), inJournal);
  });

  it('would show it if it were not encrypted', async () => {
    const plain = path.join(root, 'plain');
    const run = await recordFor(2, plain, no);
    assert.equal(run.code, 0, run.err);
    await done(['maintenance'], plain);
    assert.ok((await readable(plain)).length >= 4);
  });

  it('is refused to a wrong passphrase and to none, and nothing changes', async () => {
    const backup = path.join(root, 'refused.zip');
    await done(['backup', backup]);
    const earlier = await hashes(dataDir);
    const verbs = [
      ['query', 'system.cpu_percent'],
      ['list'],
      ['export'],
      ['validate'],
      ['backup', path.join(root, 'never.zip')],
      ['restore', backup],
      ['purge', '--all', '--yes'],
      ['maintenance', '--monthly'],
    ];
    for (const verb of verbs) {
      const wrong = await wirthforge([...verb, at(dataDir)], 'correct horse batterz');
      assert.deepEqual([wrong.code, wrong.out], [1, ''], verb.join(' '));
      assert.match(wrong.err, /The passphrase does not open the store\. Nothing was changed/);
    }
    const served = await recordFor(1, dataDir, yes, 'correct horse batterz');
    assert.deepEqual([served.code, served.out], [1, '']);
    assert.match(served.err, /The passphrase does not open the store/);
    for (const run of [await recordFor(1, dataDir, yes), await wirthforge(['validate', at(dataDir)])]) {
      assert.deepEqual([run.code, run.out], [1, '']);
      assert.match(run.err, /WF_STORE_PASSPHRASE/);
    }
    assert.deepEqual(await hashes(dataDir), earlier);
    await assert.rejects(readFile(path.join(root, 'never.zip')), { code: 'ENOENT' });
  });

  it('comes back from a backup with its key', async () => {
    const backup = path.join(root, 'whole.zip');
    await done(['backup', backup]);
    // The rule file is the user's own text and nothing that was recorded; it is stored as it is.
    const rules = await readFile(path.join(dataDir, 'alert-rules.json'));
    const zipped = await readFile(backup);
    const rulesAt = zipped.indexOf(rules);
    assert.ok(rulesAt > 0);
    const rest = Buffer.concat([zipped.subarray(0, rulesAt), zipped.subarray(rulesAt + rules.length)]);
    assert.deepEqual(
      telling.filter((text) => rest.includes(text)),
      [],
    );
    const elsewhere = path.join(root, 'elsewhere');
    const restored = await wirthforge(['restore', backup, at(elsewhere)]);
    assert.equal(restored.code, 0, restored.err);
    assert.equal(await samples(elsewhere), await samples());
    assert.deepEqual(await readable(elsewhere), []);
    assert.equal((await wirthforge(['validate', at(elsewhere)], 'another long phrase')).code, 1);
  });

  it('goes out in plain text with an export only', async () => {
    const exported = JSON.parse(await done(['export', '--from=-1h', '--metrics=system.cpu_percent'])) as {
      series: { metric: string }[];
    };
    assert.deepEqual(
      exported.series.map(({ metric }) => metric),
      ['system.cpu_percent'],
    );
  });

  it('stays readable when it is turned off and on, and is as it is set after the monthly maintenance', async () => {
    const off = await recordFor(2, dataDir, no, passphrase);
    assert.equal(off.code, 0, off.err);
    assert.match(await done(['maintenance', '--weekly']), /still encrypted, though new ones are not/);
    assert.ok((await readable(dataDir)).length > 0, 'what is recorded now is plain');
    const on = await recordFor(2, dataDir, yes, passphrase);
    assert.equal(on.code, 0, on.err);

    const begins = (await sessions()).map(({ startedAt }) => startedAt).sort((one, other) => one - other);
    assert.equal(begins.length, 3);
    const known = await times();
    for (const [index, begin] of begins.entries()) {
      const end = begins[index + 1] ?? Infinity;
      assert.ok(
        known.some((time) => time >= begin && time < end),
        `session ${index + 1} has no samples`,
      );
    }
    const all = await samples();

    assert.match(await done(['maintenance', '--monthly']), /Encrypted \d+ segments, as it is set/);
    assert.deepEqual(await readable(dataDir), []);
    assert.equal(await samples(), all);
    assert.deepEqual(await times(), known);
  });

  it('is not recorded into with a second key when the first is gone', async () => {
    const lost = path.join(root, 'lost');
    await cp(dataDir, lost, { recursive: true });
    await rm(path.join(lost, 'store-key.json'));
    const earlier = await hashes(lost);
    const run = await recordFor(1, lost, yes, passphrase);
    assert.deepEqual([run.code, run.out], [1, '']);
    assert.match(run.err, /store-key\.json is gone[^]*no second key is made[^]*Put store-key\.json back/);
    assert.deepEqual(await hashes(lost), earlier);
    // Put back, it opens everything again.
    await cp(path.join(dataDir, 'store-key.json'), path.join(lost, 'store-key.json'));
    assert.equal(await samples(lost), await samples());
  });

  it('wants a passphrase of at least 12 characters', async () => {
    const short = path.join(root, 'short');
    const run = await recordFor(1, short, yes, 'eleven char');
    assert.equal(run.code, 1);
    assert.match(run.err, /at least 12 characters/);
    assert.deepEqual(await readdir(short).catch(() => []), []);
  });
});
