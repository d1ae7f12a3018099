import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { basesOf, unknownRuntime } from '../../../../src/engine/ingest/proxy/proxiedRuntime';
import { runtimeFault, wasReached } from '../../../../src/engine/ingest/proxy/runtimeFault';

const address = { host: '127.0.0.1', port: 8080, prefix: '', url: 'http://127.0.0.1:8080' };
const runtime = { name: 'local', address };

function failure(code: string, syscall?: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`something ${code}`), { code, ...(syscall === undefined ? {} : { syscall }) });
}

describe('what a client is told of a runtime', () => {
  const cases: readonly [NodeJS.ErrnoException, string, RegExp][] = [
    [failure('ECONNREFUSED', 'connect'), 'runtime_unreachable', /nothing listens there\. Start it/],
    [new AggregateError([failure('ECONNREFUSED', 'connect')]), 'runtime_unreachable', /nothing listens there/],
    [failure('ETIMEDOUT', 'connect'), 'runtime_unreachable', /\(ETIMEDOUT\)\. Check that it runs/],
    [new AggregateError([]), 'runtime_unreachable', /Check that it runs/],
    [failure('ECONNRESET', 'read'), 'runtime_broke_off', /without an answer \(ECONNRESET\)\. See its own log/],
    [failure('ECONNRESET'), 'runtime_broke_off', /send the request again/],
    [failure('HPE_INVALID_CONSTANT'), 'runtime_not_http', /not in HTTP\/1\.1/],
  ];
  for (const [error, code, message] of cases)
    it(`after ${error.code ?? error.name} is ${code}`, () => {
      const refusal = runtimeFault(runtime, error);
      assert.deepEqual([refusal.status, refusal.code], [502, code]);
      assert.match(refusal.message, /^local at http:\/\/127\.0\.0\.1:8080 /);
      assert.match(refusal.message, message);
    });

  it('depends on whether it was reached', () => {
    assert.ok(wasReached(failure('ECONNRESET', 'read')));
    assert.ok(!wasReached(failure('ECONNRESET', 'connect')));
  });

  it('lists those that are known, when it is not', () => {
    const bases = basesOf([runtime, { name: 'a b/c:1', address }], 'http://127.0.0.1:9446');
    assert.deepEqual(
      bases.map(({ url }) => url),
      ['http://127.0.0.1:9446/local', 'http://127.0.0.1:9446/a%20b%2Fc:1'],
    );
    const { message, status } = unknownRuntime('x'.repeat(500), bases);
    assert.equal(status, 404);
    assert.match(message, /^No runtime is called x{99}…\. Known are: local \(http:\/\/127\.0\.0\.1:9446\/local\), a b/);
    assert.match(unknownRuntime('', []).message, /names no runtime\. None is known yet\. Start a model server/);
  });
});
