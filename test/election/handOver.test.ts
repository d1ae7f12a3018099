import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Election } from '../support/election';
import { runMember, type MemberOrder } from '../support/memberChild';

if (process.argv[2] === 'member') runMember(JSON.parse(process.argv[3]!) as MemberOrder);
else
  describe('handing over', () => {
    const among = (what: string, run: (election: Election) => Promise<void>): void => {
      it(what, () => Election.among(run));
    };

    among('a window that leads makes way for `serve`, and the others wait for that one', async (election) => {
      const first = election.start();
      await first.is('leading');
      election.start();
      election.start();
      await election.settled();
      const serve = election.start({ role: 'serve' });
      // For a moment it follows like any other, so that all seem settled.
      await serve.is('leading');
      assert.equal((await election.settled()).pid, serve.pid);
      assert.ok(first.words.some((word) => word.said === 'ended' && word.reason === 'handedOver'));
      assert.ok((serve.state?.epoch ?? 0) > 1);
    });

    among('whoever follows is heard by the leader and hears it, and knows who shares the engine', async (election) => {
      const leader = election.start();
      await leader.is('leading');
      const other = election.start();
      await other.hears('an answer', (word) => word.said === 'echo' && word.of === `resume of ${other.pid}`);
      const pids = [leader.pid, other.pid];
      for (const member of election.members)
        await member.hears('who there is', (word) => word.said === 'instances' && word.pids.join() === pids.join());
    });

    among('a leader that takes a further epoch goes on leading in it', async (election) => {
      const leader = election.start();
      await leader.is('leading');
      const other = election.start();
      await other.is('following');
      leader.say('next');
      await leader.hears('its epoch', (word) => word.said === 'next' && word.epoch === 2);
      await leader.kill();
      assert.equal((await other.is('leading')).epoch, 3);
    });

    among('`serve` that cannot lead gives way to the window again, and asks it no more', async (election) => {
      const window = election.start();
      await window.is('leading');
      const serve = election.start({ role: 'serve', cannotLead: 'says' });
      const { reason } = await serve.is('waiting');
      assert.match(reason ?? '', /did not start: There is no engine in this test\. .*tried again/);
      await window.is('leading');
      await serve.is('following');
      assert.equal(window.words.filter((word) => word.said === 'ended').length, 1);
    });

    among('what throws instead of leading keeps nobody waiting', async (election) => {
      const first = election.start({ cannotLead: 'throws' });
      assert.match((await first.is('waiting')).reason ?? '', /did not start: There is no engine in this test\./);
      const other = election.start();
      await other.is('leading');
      await first.is('following');
    });

    among('while a tool writes the windows wait and say why, then one of them leads', async (election) => {
      const tool = election.start({ role: 'tool' });
      await tool.is('leading');
      const window = election.start();
      const { reason } = await window.is('waiting');
      assert.match(reason ?? '', new RegExp(`process ${tool.pid}.*changing what is recorded`));
      await tool.stop();
      await window.is('leading');
    });

    among('a newer version takes over, and the older one says to reload', async (election) => {
      const older = election.start();
      await older.is('leading');
      const newer = election.start({ protocol: 2 });
      await newer.is('leading');
      assert.match((await older.is('waiting')).reason ?? '', /another version of the monitor\. Reload this window/);
      const oldToo = election.start();
      await oldToo.is('waiting');
      assert.equal(newer.state?.kind, 'leading');
      await newer.kill();
      await election.settled();
    });
  });
