import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Election } from '../support/election';
import { runMember, type MemberOrder } from '../support/memberChild';
import { until, type MemberProcess } from '../support/memberProcess';
import { Random } from '../support/random';

const rounds = process.env['SOAK'] ? 100 : 10;

if (process.argv[2] === 'member') runMember(JSON.parse(process.argv[3]!) as MemberOrder);
else
  describe(`an election, ${rounds} times`, () => {
    const times = { killed: [] as number[], stopped: [] as number[], frozen: [] as number[] };

    for (let round = 0; round < rounds; round++)
      it(`ends with one leader and never has two that hold, with seed ${round}`, async () => {
        const random = new Random(round + 1);
        await Election.among(async (election) => {
          for (let i = random.integer(2, 6); i > 0; i--) election.start();
          for (let step = 0; step < 3; step++) {
            const leader = await election.settled();
            await disturb(election, leader, random);
            if (random.chance(0.5)) election.start();
          }
          const { state } = await election.settled();
          assert.deepEqual(election.brokenPromises(), []);
          // One that ends at once has not asked whether it holds.
          assert.ok(election.held > 0);
          assert.ok((state?.epoch ?? 0) > 3, `after three of them, epoch ${state?.epoch} is held`);
        });
      });

    it('tells how long it took', (t) => {
      for (const [how, ms] of Object.entries(times)) {
        const sorted = ms.map(Math.round).sort((a, b) => a - b);
        t.diagnostic(`${how}: another leads after ${sorted.join(', ')} ms`);
      }
      assert.ok(Object.values(times).flat().length >= rounds);
    });

    async function disturb(election: Election, leader: MemberProcess, random: Random): Promise<void> {
      const others = election.alive.filter((member) => member !== leader);
      if (others.length === 0) others.push(election.start());
      const since = performance.timeOrigin + performance.now();
      const how = (['killed', 'stopped', 'frozen'] as const)[random.integer(0, 2)]!;
      if (how === 'killed') await leader.kill();
      else if (how === 'stopped') await leader.stop();
      else leader.signal('SIGSTOP');
      const next = await election.settled(others);
      times[how].push(next.state!.at - since);
      if (how !== 'frozen') return;
      await delay(random.integer(0, 300));
      leader.signal('SIGCONT');
      // What it said before it was stopped counts as its state until it says something else.
      await until('the one that was frozen follows', () => (leader.state?.kind === 'following' ? true : undefined));
      assert.ok(leader.words.some((word) => word.said === 'ended' && word.reason === 'superseded'));
    }
  });
