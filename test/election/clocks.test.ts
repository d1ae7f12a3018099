import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Election } from '../support/election';
import { runMember, type MemberOrder } from '../support/memberChild';
import { until } from '../support/memberProcess';

const hourMs = 3_600_000;
const jumps = [0, -hourMs, 24 * hourMs, -400 * 24 * hourMs, hourMs];

if (process.argv[2] === 'member') {
  // Nobody's clock agrees with anybody's, nor with what it said a moment ago.
  const { now } = Date;
  let looks = process.pid;
  Date.now = () => now() + jumps[looks++ % jumps.length]!;
  runMember(JSON.parse(process.argv[3]!) as MemberOrder);
} else
  describe('an election among processes whose clocks jump', () => {
    it('goes by no clock: nobody leads who need not, and a leader that is gone is missed', () =>
      Election.among(async (election) => {
        for (let i = 0; i < 3; i++) election.start();
        const first = await election.settled();
        const { epoch } = first.state!;
        await first.kill();
        const second = await election.settled();
        assert.equal(second.state?.epoch, epoch! + 1);
        second.signal('SIGSTOP');
        const third = await election.settled(election.alive.filter((member) => member !== second));
        assert.equal(third.state?.epoch, epoch! + 2);
        second.signal('SIGCONT');
        await until('the one that was frozen follows', () => (second.state?.kind === 'following' ? true : undefined));
        const last = await election.settled();
        assert.equal(last.pid, third.pid);
        assert.equal(last.state?.epoch, epoch! + 2, 'no other jump of a clock has made anybody lead');
        assert.deepEqual(election.brokenPromises(), []);
        assert.ok(election.held > 0);
      }));
  });
