import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readLoopbackAddress, shownUrl } from '../../../../src/engine/collect/runtimes/http/loopbackAddress';

describe('loopback address', () => {
  for (const [url, host, port, prefix] of [
    ['http://127.0.0.1:8080', '127.0.0.1', 8080, ''],
    ['http://127.8.9.10:1/', '127.8.9.10', 1, ''],
    ['http://localhost:9931/llama/', 'localhost', 9931, '/llama'],
    ['http://[::1]:8080/', '::1', 8080, ''],
    ['http://127.1', '127.0.0.1', 80, ''],
    ['http://2130706433:81', '127.0.0.1', 81, ''],
  ] as const)
    it(`takes ${url}`, () => {
      const check = readLoopbackAddress(url);
      assert.ok('address' in check);
      assert.deepEqual([check.address.host, check.address.port, check.address.prefix], [host, port, prefix]);
    });

  for (const url of [
    'http://192.168.1.5:8080',
    'http://0.0.0.0:8080',
    'http://[::]:8080',
    'http://[::ffff:127.0.0.1]:8080',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://example.com#127.0.0.1',
    'http://128.0.0.1',
  ])
    it(`refuses ${url}, because it is not on this machine`, () => {
      const check = readLoopbackAddress(url);
      assert.match('reason' in check ? check.reason : '', /not on this machine/);
    });

  for (const [url, reason] of [
    ['https://127.0.0.1:8080', /plain http/],
    ['file:///etc/passwd', /plain http/],
    ['http://user:secret@127.0.0.1', /password/],
    ['127.0.0.1:8080', /not a URL|plain http/],
    [`http://127.0.0.1/${'x'.repeat(300)}`, /not a URL/],
  ] as const)
    it(`refuses ${url.slice(0, 40)}`, () => {
      const check = readLoopbackAddress(url);
      assert.match('reason' in check ? check.reason : '', reason);
    });
});

describe('the URL of a runtime as it is shown', () => {
  for (const [url, shown] of [
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://user:secret@127.0.0.1:8080/v1', 'http://127.0.0.1:8080/v1'],
    ['http://secret@localhost', 'http://localhost/'],
    ['http://:secret@localhost', 'http://localhost/'],
    ['http://user:se@cret@localhost', 'http://localhost/'],
    ['http://user:secret@local host/x', 'http://local host/x'],
    ['http://user:secret@\nlocal host', 'http://\nlocal host'],
  ] as const)
    it(`has no name or password: ${JSON.stringify(url)}`, () => {
      assert.equal(shownUrl(url), shown);
    });
});
