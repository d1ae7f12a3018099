import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { hangsMs } from '../../../build/vscode/eventually.mjs';
import { FramedSocket } from '../../../src/engine/elect/wire/framedSocket';
import { Peer } from '../../../src/engine/elect/wire/peer';

/** More than any system takes for a reader that does not read. */
const manyBytes = 16 * 1024 * 1024;

describe('A peer that is let go', () => {
  let folder: string;
  let server: Server;
  let reader: Socket;
  let peer: Peer;
  let closed: Promise<Error | undefined>;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-peer-'));
    const isWindows = process.platform === 'win32';
    const address = isWindows ? `\\\\.\\pipe\\${path.basename(folder)}` : path.join(folder, 'a.sock');
    server = createServer().listen(address);
    await once(server, 'listening');
    reader = connect(address);
    const [socket] = (await once(server, 'connection')) as [Socket];
    closed = new Promise((resolve) => {
      peer = new Peer(new FramedSocket(socket), { link: () => undefined, engine: () => undefined, closed: resolve });
      peer.begin();
    });
  });
  afterEach(async () => {
    reader.destroy();
    server.close();
    await rm(folder, { recursive: true });
  });

  const isClosedWithin = (ms: number): Promise<boolean> =>
    Promise.race([closed.then(() => true), delay(ms, false, { ref: false })]);

  it('hears what was said before', async () => {
    const heard: Buffer[] = [];
    reader.on('data', (bytes: Buffer) => heard.push(bytes));
    // More than a socket takes at once, and little enough to be read within the second that it has for that.
    const bytes = Buffer.alloc(1024 * 1024, 1);
    peer.tellPacked(bytes);
    peer.end();
    await once(reader, 'end');
    assert.ok(Buffer.concat(heard).equals(bytes));
  });

  it('is cut off after a second where it takes nothing, so that the process can end', async () => {
    reader.pause();
    peer.tellPacked(Buffer.alloc(manyBytes));
    peer.end();
    assert.equal(await isClosedWithin(500), false);
    assert.equal(await isClosedWithin(hangsMs), true);
  });
});
