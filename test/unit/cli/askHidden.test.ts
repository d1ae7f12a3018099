import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { askHidden } from '../../../src/cli/askHidden';
import { Failure } from '../../../src/cli/failure';

class FakeKeyboard extends PassThrough {
  readonly modes: boolean[] = [];

  setRawMode(isRaw: boolean): void {
    this.modes.push(isRaw);
  }
}

async function typed(...keys: readonly (string | Buffer)[]): Promise<string | undefined> {
  const keyboard = new FakeKeyboard();
  const screen = new PassThrough();
  const asked = askHidden('Passphrase: ', keyboard, screen);
  for (const key of keys) keyboard.write(key);
  try {
    return await asked;
  } finally {
    assert.deepEqual(keyboard.modes, [true, false], 'the terminal is as it was');
    assert.equal(String(screen.read()), 'Passphrase: \n', 'nothing that is typed shows');
  }
}

describe('askHidden', () => {
  it('takes a line, however its keys arrive', async () => {
    assert.equal(await typed('correct horse\r'), 'correct horse');
    assert.equal(await typed('c', 'o', 'rrect\nrest'), 'correct');
    const umlaut = Buffer.from('ü\r');
    assert.equal(await typed(umlaut.subarray(0, 1), umlaut.subarray(1)), 'ü');
  });

  it('lets the last characters be taken back, and takes no others for one', async () => {
    assert.equal(await typed('ab\u007f\b\b\u{1F40E}x\u007fd\u001b\r'), '\u{1F40E}d');
  });

  it('gives nothing for an empty line', async () => {
    assert.equal(await typed('\r'), undefined);
  });

  it('takes no more than a passphrase can be', async () => {
    assert.equal((await typed('x'.repeat(100_000), '\r'))?.length, 1024);
  });

  it('can be broken off', async () => {
    await assert.rejects(typed('abc\u0003'), Failure);
    const keyboard = new FakeKeyboard();
    const asked = askHidden('', keyboard, new PassThrough());
    keyboard.end();
    await assert.rejects(asked, /stopped before the passphrase/);
  });
});
