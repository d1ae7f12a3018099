import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { headerBytes, mostHelloBytes } from '../../../src/engine/elect/wire/frames';
import {
  isSameProof,
  newNonce,
  packHello,
  parseHello,
  parseHelloBack,
  parseProof,
  parseVerdict,
  proofOf,
  type Hello,
} from '../../../src/engine/elect/wire/hello';

const hello: Hello = {
  ...{ protocol: 1, instance: 'abcdefghijklmnop', pid: 7, role: 'window', version: '1.2.3', nonce: newNonce() },
  window: 'a'.repeat(100),
};
const body = (value: Parameters<typeof packHello>[0]): Buffer => packHello(value).subarray(headerBytes);

describe('a hello', () => {
  it('is understood, and fits what is read of somebody who has proved nothing', () => {
    assert.deepEqual(parseHello(body(hello)), hello);
    const back = { ...hello, epoch: 3, since: 5, proof: proofOf('key', 'leader', [hello.nonce, newNonce()]) };
    assert.deepEqual(parseHelloBack(body(back)), back);
    assert.ok(body(back).length < mostHelloBytes);
    assert.deepEqual(parseVerdict(body({ refused: 'full' })), { refused: 'full' });
  });

  it('of whatever form is taken or not, and never throws', () => {
    const anything = fc.oneof(
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .record({ protocol: fc.anything(), instance: fc.anything(), pid: fc.anything(), nonce: fc.anything() })
        .map((value) => {
          return Buffer.from(
            JSON.stringify({ ...hello, ...value }, (_, v: unknown) => (typeof v === 'bigint' ? null : v)),
          );
        }),
    );
    fc.assert(
      fc.property(anything, (bytes) => {
        for (const parse of [parseHello, parseHelloBack, parseProof, parseVerdict]) parse(bytes);
      }),
    );
    for (const wrong of [{ instance: '../..' }, { pid: -1 }, { nonce: 'short' }, { protocol: 0.5 }])
      assert.equal(parseHello(Buffer.from(JSON.stringify({ ...hello, ...wrong }))), undefined);
  });

  it('has a proof that neither the other side nor other nonces nor another key would give', () => {
    const nonces = [newNonce(), newNonce()] as const;
    const proof = proofOf('key', 'leader', [...nonces]);
    assert.ok(isSameProof(proof, proofOf('key', 'leader', [...nonces])));
    for (const other of [proofOf('key', 'follower', [...nonces]), proofOf('yek', 'leader', [...nonces]), ''])
      assert.ok(!isSameProof(other, proof));
  });
});
