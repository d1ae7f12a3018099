import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beforeEach, describe, it } from 'node:test';
import { replaySession } from '../../../../src/host/store/replaySession';
import { replayText } from '../../../../src/host/store/replayText';
import { validateStore } from '../../../../src/host/store/validateStore';
import { validationText } from '../../../../src/host/store/validationText';
import type { ReplayReport } from '../../../../src/protocol/storeJobs';
import { Uri, fake } from '../../../support/fakeVscode';
import { FakeStore, now, session } from './fakeStore';

const sound = { files: 12, bytes: 5 * 1024 ** 2, samples: 9_000_000, events: 1204, problems: [] };
const replay: ReplayReport = {
  session: session.id,
  events: 3,
  snapshots: 1,
  steps: [
    { sequence: 1, timestamp: 1_780_000_000_000, type: 'session.start', changes: [['session.id', '"x"']] },
    { sequence: 2, timestamp: 1_780_000_001_000, type: 'model.request', changes: [] },
  ],
  divergences: [{ sequence: 2, path: 'tokens.output', replayed: '5', recorded: '6' }],
  state: '{"tokens":{"output":6}}',
};

describe('Reports on recorded data', () => {
  let store: FakeStore;

  beforeEach(() => {
    fake.reset();
    store = new FakeStore();
  });

  it('say that all is well', async () => {
    store.results.validate = sound;
    await validateStore(store.context);
    assert.match(fake.shown[0]!, /12 files \(5 MiB\)[^]*9,000,000 samples, 1,204 events[^]*every file is whole/);
    assert.deepEqual([fake.warnings, fake.informations], [[], ['All recorded data can be read.']]);
  });

  it('list losses first, and warn of them', async () => {
    store.results.validate = {
      ...sound,
      problems: [
        { file: 'journal/a', what: 'Its tail was cut.', weight: 'note' },
        { file: 'segments/b', what: 'It does not fit its check sum. Restore a backup.', weight: 'loss' },
      ],
    };
    await validateStore(store.context);
    assert.match(fake.shown[0]!, /cannot be read\n\n- `segments\/b`: [^]*Notes[^]*- `journal\/a`/);
    assert.match(fake.warnings[0]!, /^1 file of the recorded data cannot be read in full\./);
  });

  it('tell the sessions to choose from with their length, tokens and energy', async () => {
    store.results.replay = replay;
    fake.picks.push('2026-11-21 12:29');
    await replaySession(store.context);
    assert.deepEqual(
      fake.lists[0]!.map(({ label, description, detail }) => [label, description, detail]),
      [
        [
          '2026-11-21 12:29',
          '2 h 0 min, ended unexpectedly',
          '18,000 tokens in, 950 out · 12 requests · 2.00 Wh · 1,204 events',
        ],
      ],
    );
    assert.match(
      fake.shown[0]!,
      /Event 2, `tokens\.output`: replayed `5`, recorded `6`[^]*- 1\. 2026-\S+ `session\.start`\n {2}- `session\.id` = `"x"`[^]*… and 1 more[^]*```json\n\{\n {2}"tokens"/,
    );
  });

  it('say nothing of requests and energy where there were none, nor of a comparison that was not made', async () => {
    const quiet = {
      ...session,
      requests: 0,
      inputTokens: 0,
      outputTokens: 0,
      energyJoules: 0,
      end: 'stopped' as const,
    };
    store.results.sessions = { sessions: [quiet] };
    store.results.replay = { ...replay, snapshots: 0, divergences: [] };
    fake.picks.push('2026-11-21 12:29');
    await replaySession(store.context);
    assert.equal(fake.lists[0]![0]!.detail, 'no model requests · 1,204 events');
    assert.match(fake.shown[0]!, /3 events, 0 snapshots[^]*No model was asked[^]*Energy: none was measured/);
    assert.match(fake.shown[0]!, /Not known yet: the session has recorded no snapshot/);
    assert.match(replayText(quiet, { ...replay, divergences: [] }), /Nowhere: the replay led to exactly the state/);
  });

  it('say that nothing has been recorded yet', async () => {
    store.results.sessions = { sessions: [] };
    await replaySession(store.context);
    assert.match(fake.informations[0]!, /No session has been recorded yet/);
    assert.deepEqual([fake.lists, store.work], [[], []]);
  });

  it('keep whatever stands in files as text', () => {
    const hostile = fc.string({ unit: 'binary', maxLength: 400 });
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const checked = validationText(
          { ...sound, problems: [{ file: one, what: other, weight: 'loss' }] },
          new Date(now),
        );
        assert.equal(checked.split('\n').filter((line) => line.startsWith('- ')).length, 3);
        const step = { ...replay.steps[0]!, type: one, changes: [[one, other]] as [string, string][] };
        const text = replayText(session, { ...replay, steps: [step], divergences: [], state: other });
        const fence = /^(`{3,})json$/m.exec(text)![1]!;
        assert.ok(text.endsWith(`\n${other}\n${fence}\n`));
        assert.ok(!other.includes(fence), 'nothing in the state closes its fence');
      }),
    );
  });

  it('show a bounded number of steps, and how many there are besides', () => {
    const steps = Array.from({ length: 3000 }, (_, at) => ({ ...replay.steps[1]!, sequence: at }));
    const text = replayText(session, { ...replay, events: 50_000, steps });
    assert.equal(text.match(/`model\.request`/g)!.length, 2000);
    assert.match(text, /… and 48,000 more/);
  });

  it('are forgotten when their document is closed, and that is said if one comes back', async () => {
    store.results.validate = sound;
    await validateStore(store.context);
    const uri = Uri.from({ scheme: 'wirthforge-store', path: '/Wirthforge Recorded Data.md' });
    assert.match(store.documents.provideTextDocumentContent(uri as never), /12 files/);
    fake.closed!.fire({ uri });
    assert.match(store.documents.provideTextDocumentContent(uri as never), /no longer kept\. Run its command again/);
  });
});
