import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ServedMetrics } from '../support/servedMetrics';

let served: ServedMetrics;
before(async () => {
  served = await ServedMetrics.start();
});
after(async () => {
  await served.end();
});

/** What a program that knows nothing but the table of paths may ask for, and what it must be told. */
const reading: readonly (readonly [string, RegExp])[] = [
  ['/health', /^application\/json/],
  ['/api/metrics/realtime', /^application\/json/],
  ['/api/metrics/historical?metric=system.*', /^application\/json/],
  ['/api/metrics/aggregated?window=1m', /^application\/json/],
  ['/api/metrics/alerts', /^application\/json/],
  ['/api/metrics/performance', /^application\/json/],
  ['/api/metrics/stats', /^application\/json/],
  ['/api/models', /^application\/json/],
  ['/api/agents', /^application\/json/],
  ['/api/sessions', /^application\/json/],
  ['/metrics', /^text\/plain/],
];

describe('every path that is read', () => {
  for (const [path, type] of reading)
    it(`${path} answers who has the token, and nobody else`, async () => {
      const headers = { Authorization: `Bearer ${await served.token()}` };
      const answer = await fetch(served.url + path, { headers });
      assert.equal(answer.status, 200, await answer.clone().text());
      assert.match(answer.headers.get('content-type') ?? '', type);
      const text = await answer.text();
      if (type.test('application/json')) assert.equal(typeof JSON.parse(text), 'object');
      const bare = await fetch(served.url + path);
      await bare.arrayBuffer();
      assert.equal(bare.status, path === '/health' ? 200 : 401);
      const posted = await fetch(served.url + path, { method: 'POST', headers });
      await posted.arrayBuffer();
      assert.equal(posted.status, 405);
    });
});
