import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { addressIn, farAddress } from '../../../src/engine/elect/address';

const isWindows = process.platform === 'win32';
/** That of macOS, such as `/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T`, bytes. */
const macTemporaryBytes = 49;

describe('An address away from the data folder', { skip: isWindows }, () => {
  let base: string;
  const made: string[] = [];

  beforeEach(async () => {
    base = await mkdtemp(path.join(os.tmpdir(), 'wf-'));
  });
  afterEach(async () => {
    for (const folder of [base, ...made.splice(0)]) await rm(folder, { recursive: true });
  });

  /** A folder for temporary files whose path has so many bytes. */
  async function temporaryOf(bytes: number): Promise<string> {
    const folder = path.join(base, 'x'.repeat(bytes - base.length - 1));
    await mkdir(folder);
    return folder;
  }

  async function addressFrom(temporary: string): Promise<string> {
    const address = await farAddress(base, temporary);
    made.push(path.dirname(address));
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(address, resolve);
    });
    server.close();
    assert.equal(addressIn(base, address), address, 'it is one that others go to');
    return address;
  }

  it('is short enough among the temporary files of macOS, whatever number the user has', async () => {
    const temporary = await temporaryOf(macTemporaryBytes);
    const address = await addressFrom(temporary);
    made.pop();
    assert.equal(path.dirname(path.dirname(address)), temporary);
    assert.equal(Buffer.byteLength(address), macTemporaryBytes + '/wf-0123456789abcdef/0123456789abcdef.sock'.length);
  });

  it('is where paths are short if those of temporary files are too long for a socket', async () => {
    const address = await addressFrom(await temporaryOf(80));
    assert.equal(path.dirname(path.dirname(address)), '/tmp');
  });
});
