import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { checkHttp } from '../../../src/host/httpCheck';

async function withServer(status: number, use: (url: string) => Promise<void>): Promise<void> {
  const server = http.createServer((_request, response) => {
    response.writeHead(status, { location: 'http://192.0.2.1/' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

describe('checkHttp', () => {
  it('takes 200 and 503 for an answer, and follows no redirect', async () => {
    for (const [status, answers] of [
      [200, true],
      [503, true],
      [302, false],
    ] as const) {
      await withServer(status, async (url) => {
        assert.deepEqual(await checkHttp(url), { url, answers, detail: `HTTP ${status}` });
      });
    }
  });

  it('says why nobody answered', async () => {
    let url = '';
    await withServer(200, (address) => {
      url = address;
      return Promise.resolve();
    });
    const result = await checkHttp(url);
    assert.equal(result.answers, false);
    assert.match(result.detail, /ECONNREFUSED/);
  });

  it('asks nobody but this machine', async () => {
    for (const url of ['http://192.0.2.1:80', 'https://192.0.2.1', 'file:///etc/passwd', 'nonsense']) {
      assert.match((await checkHttp(url)).detail, /not an http address of this machine/);
    }
  });
});
