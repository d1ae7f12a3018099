import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { EngineQuestions } from '../../src/engine/engineQuestions';
import type { FromEngine } from '../../src/protocol/engineLink';
import { roles } from '../../src/protocol/role';
import { rawRequest } from '../support/rawRequest';
import { ServedMetrics } from '../support/servedMetrics';

describe('what a window asks of the server', () => {
  let served: ServedMetrics;
  let told: FromEngine[];
  let questions: EngineQuestions;
  before(async () => {
    served = await ServedMetrics.start();
  });
  after(async () => {
    await served.end();
  });
  beforeEach(() => {
    told = [];
    questions = new EngineQuestions({ server: served.server } as never, (message) => told.push(message));
  });

  it('is a link that opens it in a browser', async () => {
    await questions.openLink(7);
    const [answer] = told;
    assert.ok(answer?.type === 'link' && answer.question === 7);
    assert.equal((await rawRequest(answer.url)).status, 200);
  });

  it('is where it is, with a token of each role', async () => {
    await Promise.all(roles.map((role, question) => questions.endpoint(question, role)));
    assert.equal(told.length, roles.length);
    for (const answer of told) {
      assert.ok(answer.type === 'endpoint');
      const headers = { Authorization: `Bearer ${answer.token}` };
      assert.equal((await rawRequest(`${answer.url}/api/metrics/stats`, { headers })).status, 200);
    }
  });

  it('is another token', async () => {
    const before = await served.token();
    await questions.rotateToken(3);
    assert.deepEqual(told, [{ type: 'tokenRotated', question: 3 }]);
    assert.notEqual(await served.token(), before);
  });

  it('is refused with a reason when the file of the token cannot be written, and the old one holds', async () => {
    const token = await served.token();
    const file = path.join(served.dataDir, 'token');
    await rm(file);
    // Nothing can be put in the place of a folder that holds something.
    await mkdir(path.join(file, 'something'), { recursive: true });
    await questions.rotateToken(4);
    const [answer] = told;
    assert.ok(answer?.type === 'noEntrance' && answer.question === 4);
    assert.match(answer.reason, /was not changed.*The old one holds/);
    const headers = { Authorization: `Bearer ${token}` };
    assert.equal((await rawRequest(`${served.url}/api/metrics/stats`, { headers })).status, 200);
    await rm(file, { recursive: true });
  });

  it('is refused with a reason when it does not listen', async () => {
    await served.server.stop();
    await questions.openLink(1);
    await questions.endpoint(2, 'viewer');
    await questions.rotateToken(3);
    assert.deepEqual(
      told.map((answer) => answer.type === 'noEntrance' && [answer.question, answer.reason.includes('server.enabled')]),
      [1, 2, 3].map((question) => [question, true]),
    );
  });
});
