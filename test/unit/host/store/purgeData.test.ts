import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { dayOf, purgeData } from '../../../../src/host/store/purgeData';
import { type Uri, fake } from '../../../support/fakeVscode';
import { FakeStore, now, session } from './fakeStore';

const day = 86_400_000;

describe('purgeData', () => {
  let store: FakeStore;

  beforeEach(() => {
    fake.reset();
    store = new FakeStore();
    store.results.purge = { samples: 1_000_000, events: 12, sessions: 1, freedBytes: 2 * 1024 ** 2, backups: [] };
  });

  const run = (...picks: string[]): Promise<void> => {
    fake.picks.push(...picks);
    return purgeData(store.context);
  };

  const choices: readonly [what: string, picks: string[], typed: string | undefined, target: unknown, words: RegExp][] =
    [
      ['7 days', ['Older than 7 days'], undefined, { before: now - 7 * day }, /from before 2026-11-14 14:30/],
      ['30 days', ['Older than 30 days'], undefined, { before: now - 30 * day }, /from before 2026-10-22 14:30/],
      [
        'a date',
        ['Before a date…'],
        '2026-11-01',
        { before: new Date(2026, 10, 1).getTime() },
        /before 2026-11-01 00:00/,
      ],
      [
        'a session',
        ['A session…', '2026-11-21 12:29'],
        undefined,
        { session: session.id },
        /began at 2026-11-21 12:29/,
      ],
      ['everything', ['Everything'], undefined, 'all', /All samples, events and sessions that are recorded/],
    ];
  for (const [what, picks, typed, target, words] of choices)
    it(`deletes ${what} after saying exactly what goes`, async () => {
      if (typed !== undefined) fake.typed.push(typed, typed);
      await run(...picks);
      assert.deepEqual(store.work, [], 'not without a yes');
      assert.match(fake.modals[0]!, words);
      assert.match(fake.modals[0]!, /cannot be undone[^]*Backups and exported files are not touched/);
      fake.presses.push('Delete');
      await run(...picks);
      assert.deepEqual(store.work, [{ kind: 'purge', what: target }]);
      assert.deepEqual(fake.informations, ['Deleted 1,000,000 samples, 12 events, 1 session; 2 MiB became free.']);
    });

  it('names the backups that may still hold what was deleted', async () => {
    fake.presses.push('Delete', 'Reveal in File Explorer');
    store.results.purge = { samples: 1, events: 0, sessions: 0, freedBytes: 10, backups: ['a.zip', 'b\n.zip'] };
    await run('Everything');
    assert.match(fake.informations[0]!, /^Deleted 1 sample; .*may still hold it: a\.zip, b \.zip\. Delete them too/);
    assert.deepEqual(
      fake.executed.map(([command, place]) => [command, (place as Uri).path]),
      [['revealFileInOS', '/data/a.zip']],
    );
  });

  it('names nothing of which there was none, and says when only means were left', async () => {
    fake.presses.push('Delete', 'Delete');
    store.results.purge = { samples: 0, events: 0, sessions: 5, freedBytes: 7 * 1024 ** 2, backups: [] };
    await run('Older than 30 days');
    store.results.purge = { ...store.results.purge, sessions: 0 };
    await run('Older than 30 days');
    assert.deepEqual(fake.informations, [
      'Deleted 5 sessions; 7 MiB became free.',
      'Deleted what was left of that time; 7 MiB became free.',
    ]);
  });

  it('says that there was nothing', async () => {
    fake.presses.push('Delete');
    store.results.purge = { samples: 0, events: 0, sessions: 0, freedBytes: 0, backups: [] };
    await run('Older than 7 days');
    assert.deepEqual(fake.informations, ['Nothing was recorded there, so nothing was deleted.']);
  });

  it('takes no text for a date that is none, and no day that is still to come', async () => {
    fake.typed.push('yesterday', '2026-02-30', '2027-01-01');
    await run('Before a date…');
    assert.deepEqual(
      fake.refusals.map((text) => text.slice(0, 12)),
      ['This is not ', 'This is not ', 'This date is'],
    );
    assert.deepEqual([store.work, fake.modals], [[], []]);
    for (const text of ['', '2026-13-01', '26-01-01', '2026-1-32', '1969-12-30', '2026-01-01T00:00'])
      assert.equal(dayOf(text), undefined, text);
    assert.equal(dayOf(' 2026-1-2 '), new Date(2026, 0, 2).getTime());
  });
});
