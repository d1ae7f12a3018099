import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../build/vscode/eventually.mjs';
import type { FromEngine, WorkerInit } from '../../src/protocol/engineLink';
import { Random } from '../support/random';
import { runWindow, WindowProcess } from '../support/windowProcess';

const rounds = process.env['SOAK'] ? 40 : 4;
const question = 7;

if (process.argv[2] === 'window') runWindow(JSON.parse(process.argv[3]!) as WorkerInit);
else
  describe('a token that is changed while the leader changes', () => {
    let dataDir: string;
    let windows: WindowProcess[];

    beforeEach(async () => {
      dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-rotation-'));
      windows = [];
    });
    afterEach(async () => {
      await Promise.all(windows.map((window) => window.kill()));
      await rm(dataDir, { recursive: true, force: true });
    });

    async function two(): Promise<readonly [WindowProcess, WindowProcess]> {
      const pair = ['first', 'second'].map((name) => new WindowProcess(dataDir, name));
      windows.push(...pair);
      const [first, second] = pair as [WindowProcess, WindowProcess];
      const leads = (window: WindowProcess): boolean => window.status?.self?.role === 'leader';
      await first.until('one of them leads', () => leads(first) || leads(second));
      const [leader, follower] = leads(first) ? [first, second] : [second, first];
      await follower.is('follower');
      await servedBy(leader);
      return [leader, follower];
    }

    /** Where a window serves, once it says so. */
    const servedBy = (window: WindowProcess): Promise<string> =>
      window.until('it serves', () => window.status?.self?.role === 'leader' && window.status.http);

    const tokenInFile = async (): Promise<string> => (await readFile(path.join(dataDir, 'token'), 'utf8')).trim();

    const statusWith = async (http: string, token: string): Promise<number> => {
      const answer = await fetch(`${http}/api/metrics/stats`, { headers: { authorization: `Bearer ${token}` } });
      await answer.arrayBuffer();
      return answer.status;
    };

    const answersTo = (window: WindowProcess): FromEngine[] =>
      window.heard.filter(
        (message) =>
          (message.type === 'tokenRotated' || message.type === 'noEntrance') && message.question === question,
      );

    const answerTo = (window: WindowProcess): Promise<FromEngine> =>
      window.until('it is told what came of it', () => answersTo(window)[0]);

    /** One whole file of a token that opens what the window serves, and nothing left of another. */
    async function hasOneToken(window: WindowProcess): Promise<{ readonly http: string; readonly token: string }> {
      const http = await servedBy(window);
      const token = await eventually('the token in the file opens the server', async () => {
        const found = await tokenInFile();
        return (await statusWith(http, found)) === 200 && found;
      });
      assert.match(token, /^[A-Za-z0-9_-]{43}$/);
      const files = (await readdir(dataDir)).filter((name) => name.startsWith('token'));
      assert.deepEqual(files, ['token']);
      if (process.platform !== 'win32') assert.equal((await stat(path.join(dataDir, 'token'))).mode & 0o777, 0o600);
      return { http, token };
    }

    for (let round = 0; round < rounds; round++)
      it(`is the old one or the new one, and who asked is told which, when the leader is killed, ${round}`, async () => {
        const random = new Random(round + 1);
        const [leader, follower] = await two();
        const before = await tokenInFile();
        follower.tell({ type: 'rotateToken', question });
        await delay(random.integer(0, 15));
        await leader.kill();
        await follower.is('leader');
        const answer = await answerTo(follower);
        const { http, token } = await hasOneToken(follower);
        if (answer.type === 'tokenRotated') assert.notEqual(token, before);
        else assert.match(answer.type === 'noEntrance' ? answer.reason : '', /not known how far it came/);
        assert.equal(await statusWith(http, before), token === before ? 200 : 401);
        assert.equal(answersTo(follower).length, 1);
      });

    it('is changed by the next leader when nobody leads as it is asked for', async () => {
      const [leader, follower] = await two();
      const before = await tokenInFile();
      await leader.kill();
      // Until it knows, it asks one that is dead, of which nobody knows how far it came.
      await follower.until('it knows that its leader is gone', () =>
        follower.of('log').some(({ message }) => message.startsWith('The connection to the leader broke')),
      );
      follower.tell({ type: 'rotateToken', question });
      const answer = await answerTo(follower);
      assert.deepEqual(answer, { type: 'tokenRotated', question });
      const { http, token } = await hasOneToken(follower);
      assert.notEqual(token, before);
      assert.equal(await statusWith(http, before), 401);
    });

    it('is the one in the file when a leader that was frozen goes on to change it', async () => {
      const [leader, follower] = await two();
      leader.tell({ type: 'rotateToken', question });
      leader.signal('SIGSTOP');
      await follower.is('leader');
      await servedBy(follower);
      leader.signal('SIGCONT');
      await leader.is('follower');
      await answerTo(leader);
      await hasOneToken(follower);
      assert.equal(answersTo(leader).length, 1);
    });
  });
