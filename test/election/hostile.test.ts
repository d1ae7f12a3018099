import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { describe, it } from 'node:test';
import { ClaimFolder } from '../../src/engine/elect/claims/claimFolder';
import { claimFile } from '../../src/engine/elect/claims/claim';
import { linkKey } from '../../src/engine/elect/linkKey';
import { FramedSocket } from '../../src/engine/elect/wire/framedSocket';
import { sayHello, type Met } from '../../src/engine/elect/wire/handshake';
import { linkProtocol, type Introduction } from '../../src/engine/elect/wire/hello';
import { Election } from '../support/election';
import { runMember, type MemberOrder } from '../support/memberChild';
import type { MemberProcess } from '../support/memberProcess';

const nobody: Introduction = {
  ...{ protocol: linkProtocol, instance: 'A'.repeat(16), pid: process.pid, role: 'window', version: '0.0.0-test' },
};

if (process.argv[2] === 'member') runMember(JSON.parse(process.argv[3]!) as MemberOrder);
else
  describe('an election with somebody who does not play by the rules', () => {
    const among = (what: string, run: (election: Election) => Promise<void>): void => {
      it(what, () => Election.among(run));
    };

    among('a damaged claim is nobody, and the next epoch is taken', async (election) => {
      mkdirSync(path.join(election.dataDir, 'leaders'));
      writeFileSync(path.join(election.dataDir, 'leaders', claimFile(7)), '{"epoch":7,"insta');
      assert.equal((await election.start().is('leading')).epoch, 8);
    });

    among('a claim that points elsewhere makes nobody connect there', async (election) => {
      const elsewhere = path.join(election.dataDir, 'elsewhere');
      let visits = 0;
      const server = createServer((socket) => {
        visits++;
        socket.destroy();
      }).listen(elsewhere);
      await once(server, 'listening');
      await claim(election, elsewhere);
      assert.equal((await election.start().is('leading')).epoch, 4);
      server.close();
      assert.equal(visits, 0);
    });

    for (const [what, answer] of [
      ['says nothing', undefined],
      ['talks all the time', Buffer.alloc(100, 'HTTP/1.1 400 Bad Request\r\n')],
      ['claims a frame of 4 GiB', Buffer.alloc(4, 0xff)],
    ] as const)
      among(`a program in the leader's place that ${what} is not followed`, async (election) => {
        await new ClaimFolder(election.dataDir).make();
        const address = path.join(election.dataDir, 'leaders', `0123456789abcdef.sock`);
        const open = new Set<Socket>();
        const server = createServer((socket) => {
          open.add(socket);
          socket.on('error', () => undefined);
          if (answer) socket.write(answer);
        }).listen(address);
        await once(server, 'listening');
        await claim(election, address);
        try {
          assert.equal((await election.start().is('leading')).epoch, 4);
        } finally {
          server.close();
        }
      });

    among('the claims that somebody removed are made anew, in later epochs', async (election) => {
      election.start();
      election.start();
      const { state } = await election.settled();
      rmSync(path.join(election.dataDir, 'leaders'), { recursive: true });
      for (const member of election.members)
        await member.hears('that it follows or leads anew', ofLater(state?.epoch ?? 0));
      await election.settled();
    });

    among('those whose folders for temporary files differ meet all the same', async (election) => {
      const temporary = path.join(election.dataDir, 'other');
      mkdirSync(temporary);
      // So long that sockets find no room in it.
      const dataDir = path.join(election.dataDir, 'x'.repeat(100));
      const leader = election.start({ dataDir });
      await leader.is('leading');
      for (const order of [{ dataDir, temporary }, { dataDir }]) {
        const { leader: followed, epoch } = await election.start(order).is('following');
        assert.deepEqual([followed, epoch], [leader.pid, 1]);
      }
      assert.equal(leader.state?.kind, 'leading');
    });

    among('a key that cannot be read has nobody lead instead of the one that does', async (election) => {
      const leader = election.start();
      await leader.is('leading');
      const key = path.join(election.dataDir, 'leaders', 'key');
      rmSync(key, { force: true });
      mkdirSync(key);
      const other = election.start();
      assert.match((await other.is('waiting')).reason ?? '', /The key file .* cannot be used: .*Remove it/);
      assert.equal(leader.state?.kind, 'leading');
      rmdirSync(key);
      await other.is('following');
      assert.equal(other.state?.epoch, 1);
    });

    among('where claims cannot be made everybody waits and says why, until they can', async (election) => {
      const inTheWay = path.join(election.dataDir, 'leaders');
      writeFileSync(inTheWay, '');
      const members = [election.start(), election.start()];
      for (const member of members)
        assert.match((await member.is('waiting')).reason ?? '', /cannot agree .*Nothing is measured.*can be written/);
      rmSync(inTheWay);
      await election.settled();
    });

    among('garbage, a wrong key and endless frames are refused, and followers stay', async (election) => {
      const leader = election.start();
      await leader.is('leading');
      const other = election.start();
      await other.is('following');
      const noise = [Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(4, 0xff), Buffer.alloc(100_000, 1)];
      for (const bytes of noise) {
        const socket = await reach(election, leader);
        const closed = isClosed(socket);
        socket.write(bytes);
        await closed;
      }
      await assert.rejects(meet(election, leader, 'x'.repeat(43)), { name: 'Unproven' });
      assert.equal(other.state?.kind, 'following');
      assert.equal(other.words.filter((word) => word.said === 'state').length, 1);
    });

    among('a full table refuses whoever comes, and lets it in when there is room', async (election) => {
      const leader = election.start();
      await leader.is('leading');
      const sockets: Socket[] = [];
      const key = await linkKey(election.dataDir, () => undefined);
      for (let i = 0; i < 200; i++) {
        const socket = await reach(election, leader);
        sockets.push(socket);
        await sayHello(new FramedSocket(socket), key, nobody);
      }
      const late = election.start();
      assert.match((await late.is('waiting')).reason ?? '', /Too many windows/);
      for (const socket of sockets) socket.destroy();
      await late.is('following');
    });

    among('those who prove nothing hold nobody up for long', async (election) => {
      const leader = election.start();
      await leader.is('leading');
      const sockets = await Promise.all(Array.from({ length: 40 }, () => reach(election, leader)));
      const closed = Promise.all(sockets.map(isClosed));
      await election.start().is('following');
      assert.equal(leader.state?.kind, 'leading');
      await closed;
    });
  });

/** Ends when the other side has closed it, with or without ceremony. */
function isClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.once('close', () => {
      resolve();
    });
    socket.resume();
  });
}

function ofLater(epoch: number): (word: MemberProcess['words'][number]) => boolean {
  return (word) => word.said === 'state' && (word.epoch ?? 0) > epoch;
}

async function claim(election: Election, address: string): Promise<void> {
  const folder = new ClaimFolder(election.dataDir);
  await folder.make();
  const { instance, pid, role, version } = nobody;
  await folder.add({ instance, pid, role, version, epoch: 3, address, since: 0 });
}

async function reach(election: Election, leader: MemberProcess): Promise<Socket> {
  const folder = path.join(election.dataDir, 'leaders');
  const name = readdirSync(folder).find((file) => file.endsWith('.sock'));
  assert.ok(name !== undefined && leader.isAlive);
  const socket = connect(path.join(folder, name));
  await once(socket, 'connect');
  return socket;
}

async function meet(election: Election, leader: MemberProcess, key: string): Promise<Met> {
  return sayHello(new FramedSocket(await reach(election, leader)), key, nobody);
}
