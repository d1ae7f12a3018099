import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { checkOrigin } from '../../../src/engine/serve/originGuard';
import { Refusal } from '../../../src/engine/serve/refusal';

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.status === 403 && error.code === code;

describe('host guard', () => {
  const good = [
    '127.0.0.1',
    '127.0.0.1:9445',
    '127.1.2.3:1',
    '127.255.255.255',
    'localhost',
    'localhost:9445',
    'LOCALHOST:9445',
    'LocalHost',
    '[::1]',
    '[::1]:65535',
  ];
  for (const host of good)
    it(`lets ${host} in`, () => {
      assert.equal(checkOrigin({ host: [host], origin: [] }, []), undefined);
    });

  const bad = [
    '',
    ' ',
    'evil.example',
    'evil.example:9445',
    'localhost.',
    'localhost.evil.example',
    'evil.localhost',
    '127.0.0.1.evil.example',
    '127.0.0.1.nip.io',
    '127.0.0.1.',
    '127.1',
    '127.0.0.256',
    '0127.0.0.1',
    '128.0.0.1',
    '0.0.0.0',
    '10.0.0.1',
    '169.254.169.254',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '::1',
    '[::]',
    '[::1',
    '[::2]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::1%eth0]',
    'localhost@evil.example',
    'evil.example@localhost',
    'user:password@127.0.0.1',
    'localhost:',
    'localhost:port',
    'localhost:9445:9445',
    'localhost:123456',
    'localhost/evil',
    'localhost#',
    'localhost?',
    'localhost,evil.example',
    'localhost evil.example',
    'loсalhost',
    'localhost\u0000',
    'localhost\n',
  ];
  for (const host of bad)
    it(`keeps ${JSON.stringify(host)} out`, () => {
      assert.throws(() => checkOrigin({ host: [host], origin: [] }, []), refusedWith('forbidden_host'));
    });

  it('keeps out requests without a host or with two', () => {
    assert.throws(() => checkOrigin({ host: [], origin: [] }, []), refusedWith('forbidden_host'));
    assert.throws(
      () => checkOrigin({ host: ['localhost', 'localhost'], origin: [] }, []),
      refusedWith('forbidden_host'),
    );
  });

  it('lets no name in that is not one of the loopback names', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.string()), (host) => {
        const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+)(:\d+)?$/.test(host.toLowerCase());
        fc.pre(!isLoopback);
        assert.throws(() => checkOrigin({ host: [host], origin: [] }, []), Refusal);
      }),
    );
  });
});

describe('origin guard', () => {
  const listed = ['https://board.example', 'vscode-webview://abc'];
  const cases: readonly { host: string; origin: readonly string[]; result: 'own' | 'listed' | 'refused' }[] = [
    { host: '127.0.0.1:9445', origin: [], result: 'own' },
    { host: '127.0.0.1:9445', origin: ['http://127.0.0.1:9445'], result: 'own' },
    { host: 'LOCALHOST:9445', origin: ['http://localhost:9445'], result: 'own' },
    { host: '[::1]:9445', origin: ['http://[::1]:9445'], result: 'own' },
    { host: 'localhost:80', origin: ['http://localhost'], result: 'own' },
    { host: 'localhost', origin: ['http://localhost'], result: 'own' },
    { host: 'localhost:9445', origin: ['http://127.0.0.1:9445'], result: 'refused' },
    { host: 'localhost:9445', origin: ['http://localhost:8080'], result: 'refused' },
    { host: 'localhost:9445', origin: ['http://localhost'], result: 'refused' },
    { host: 'localhost:9445', origin: ['https://localhost:9445'], result: 'refused' },
    { host: 'localhost:9445', origin: ['http://localhost:9445.evil.example'], result: 'refused' },
    { host: 'localhost:9445', origin: ['http://localhost:9445@evil.example'], result: 'refused' },
    { host: 'localhost:9445', origin: ['http://evil.example'], result: 'refused' },
    { host: 'localhost:9445', origin: ['null'], result: 'refused' },
    { host: 'localhost:9445', origin: [''], result: 'refused' },
    { host: 'localhost:9445', origin: ['http://localhost:9445', 'http://localhost:9445'], result: 'refused' },
    { host: 'localhost:9445', origin: ['https://board.example'], result: 'listed' },
    { host: 'localhost:9445', origin: ['HTTPS://Board.Example'], result: 'listed' },
    { host: 'localhost:9445', origin: ['vscode-webview://abc'], result: 'listed' },
    { host: 'localhost:9445', origin: ['https://board.example.evil.example'], result: 'refused' },
    { host: 'localhost:9445', origin: ['https://sub.board.example'], result: 'refused' },
    { host: 'localhost:9445', origin: ['http://board.example'], result: 'refused' },
  ];
  for (const { host, origin, result } of cases)
    it(`${result}: ${JSON.stringify(origin)} at ${host}`, () => {
      const check = () => checkOrigin({ host: [host], origin }, listed);
      if (result === 'refused') assert.throws(check, refusedWith('forbidden_origin'));
      else assert.equal(check(), result === 'listed' ? origin[0] : undefined);
    });

  it('never trusts the origin null, even when it is listed', () => {
    assert.throws(
      () => checkOrigin({ host: ['localhost'], origin: ['null'] }, ['null']),
      refusedWith('forbidden_origin'),
    );
  });

  it('takes a listed star for a star', () => {
    assert.throws(() => checkOrigin({ host: ['localhost'], origin: ['http://a.example'] }, ['*']), Refusal);
  });
});
