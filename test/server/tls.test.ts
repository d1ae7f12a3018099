import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { chmod, copyFile, mkdtemp, readdir, readFile, rm, stat, symlink, unlink, writeFile } from 'node:fs/promises';
import https from 'node:https';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterEach, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { eventually } from '../../build/vscode/eventually.mjs';
import type { CertificateOrder } from '../../src/engine/serve/access/certificate/certificateOrder';
import { keptPair } from '../../src/engine/serve/access/certificate/keptPair';
import { makeCertificate } from '../../src/engine/serve/access/certificate/makeCertificate';
import { loopbackGet } from '../../src/cli/loopbackGet';
import { checkHttp } from '../../src/host/httpCheck';
import { openDisk } from '../support/openDisk';
import { rawRequest } from '../support/rawRequest';
import { ServedMetrics } from '../support/servedMetrics';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function start(...parameters: Parameters<typeof ServedMetrics.start>): Promise<ServedMetrics> {
  const served = await ServedMetrics.start(...parameters);
  ending.push(() => served.end());
  return served;
}

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-tls-'));
  ending.push(() => rm(made, { recursive: true }));
  return made;
}

const secure = { 'server.tls.enabled': true };
const tlsFile = (served: ServedMetrics, name: string): string => path.join(served.dataDir, 'tls', name);
const certificateOf = (served: ServedMetrics): Promise<string> => readFile(tlsFile(served, 'certificate.pem'), 'utf8');

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly setCookie: string;
}

/** Asks as a program that trusts this certificate and nothing else. */
function ask(url: string, ca: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = https.get(url, { ca, agent: false, headers }, (response) => {
      let text = '';
      response.on('data', (part) => (text += String(part)));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text, setCookie: String(response.headers['set-cookie']) });
      });
    });
    request.on('error', reject);
  });
}

describe('a server with a certificate that it made', () => {
  it('is trusted by who trusts that, by every name of this machine, and speaks no plain HTTP', async () => {
    const served = await start(secure);
    assert.match(served.url, /^https:\/\/127\.0\.0\.1:\d+$/);
    const ca = await certificateOf(served);
    for (const name of ['127.0.0.1', 'localhost'])
      assert.equal((await ask(`https://${name}:${served.port}/health`, ca)).status, 200);
    const authorization = { Authorization: `Bearer ${await served.token()}` };
    assert.equal((await ask(`${served.url}/api/metrics/realtime`, ca)).status, 401);
    assert.equal((await ask(`${served.url}/api/metrics/realtime`, ca, authorization)).status, 200);
    assert.equal((await ask(`${served.url}/health`, ca, { Origin: served.url })).status, 200);
    const plain = served.url.replace('https', 'http');
    assert.equal((await ask(`${served.url}/health`, ca, { Origin: plain })).status, 403);
    await assert.rejects(rawRequest(`${plain}/health`));
  });

  it('keeps it to its owner, made for this machine alone, and shows the same one again', async () => {
    const served = await start(secure);
    const certificate = new X509Certificate(await certificateOf(served));
    assert.equal(certificate.subjectAltName, 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    assert.equal(certificate.ca, false);
    assert.equal(served.server.fingerprint, certificate.fingerprint256);
    assert.ok(Date.parse(certificate.validTo) - Date.now() < 398 * 86_400_000);
    assert.deepEqual((await readdir(path.join(served.dataDir, 'tls'))).sort(), ['certificate.pem', 'key.pem']);
    if (process.platform !== 'win32') {
      for (const name of ['certificate.pem', 'key.pem'])
        assert.equal((await stat(tlsFile(served, name))).mode & 0o777, 0o600);
      assert.equal((await stat(path.join(served.dataDir, 'tls'))).mode & 0o777, 0o700);
    }
    await served.server.stop();
    assert.equal(served.server.fingerprint, undefined);
    await served.server.start();
    assert.equal(served.server.fingerprint, certificate.fingerprint256);
  });

  it('makes another when the key is lost, is of another certificate, or could be read by others', async () => {
    const served = await start(secure);
    const key = tlsFile(served, 'key.pem');
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    const spoil: (() => Promise<void>)[] = [() => unlink(key), () => writeFile(key, other), () => writeFile(key, 'x')];
    if (process.platform !== 'win32') spoil.push(() => chmod(key, 0o644));
    for (const spoiled of spoil) {
      const before = served.server.fingerprint;
      await served.server.stop();
      await spoiled();
      await served.server.start();
      assert.ok(served.server.fingerprint !== undefined && served.server.fingerprint !== before);
      assert.equal((await ask(`${served.url}/health`, await certificateOf(served))).status, 200);
    }
  });

  it('gives a cookie that goes over TLS only', async () => {
    const served = await start(secure);
    const link = served.server.entrance().gate.linkAt(served.url);
    assert.match((await ask(link, await certificateOf(served))).setCookie, /; HttpOnly; SameSite=Strict; .*; Secure$/);
  });

  it('is found by its fingerprint, before the token is sent', async () => {
    const served = await start(secure);
    const endpoints = JSON.parse(await readFile(path.join(served.dataDir, 'endpoints.json'), 'utf8')) as {
      http: string;
      fingerprint: string;
    };
    assert.equal(endpoints.fingerprint, served.server.fingerprint);
    const token = await served.token();
    assert.equal((await loopbackGet(endpoints, '/api/metrics/stats', token)).status, 200);
    const requests = async (): Promise<unknown> =>
      ((await loopbackGet(endpoints, '/api/metrics/stats', token)).json as { connections: { requests: number } })
        .connections.requests;
    const before = await requests();
    const wrong = { ...endpoints, fingerprint: endpoints.fingerprint.replace(/^../, '00') };
    await assert.rejects(loopbackGet(wrong, '/api/metrics/stats', token), /not the one of the monitor/);
    await assert.rejects(loopbackGet({ http: endpoints.http }, '/health', token), /not the one of the monitor/);
    assert.equal(await requests(), Number(before) + 1);
    assert.equal((await checkHttp(endpoints.http, endpoints.fingerprint)).answers, true);
    assert.match((await checkHttp(endpoints.http, wrong.fingerprint)).detail, /another program answers/);
  });

  it('speaks WebSocket over TLS', async () => {
    const served = await start(secure);
    const headers = { Authorization: `Bearer ${await served.token()}` };
    const socket = new WebSocket(`${served.url.replace('https', 'wss')}/ws`, {
      ca: await certificateOf(served),
      headers,
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await served.server.stop();
    assert.equal(await closed, 1001);
  });

  it('closes what is no TLS, or never becomes it, and goes on', async () => {
    const served = await start({ ...secure, 'server.maxConnections': 2 });
    const noise = ['GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n', '\x16\x03\x01\x00\x05hello', '\0'.repeat(4096)];
    for (const text of noise) await served.connect().exchange(text);
    const silent = Array.from({ length: 20 }, () => served.connect());
    await Promise.all(silent.map(({ closed }) => closed));
    assert.equal((await ask(`${served.url}/health`, await certificateOf(served))).status, 200);
  });

  it('stops at once although a handshake is under way', async () => {
    const served = await start(secure);
    const silent = served.connect();
    await new Promise((resolve) => silent.socket.once('connect', resolve));
    await served.server.stop();
    await silent.closed;
    assert.equal(served.component.status.state, 'stopped');
  });

  it('speaks no TLS that is older than 1.2', async () => {
    const served = await start(secure);
    const failed = await new Promise((resolve) => {
      const options = { rejectUnauthorized: false, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const;
      const socket = tls.connect({ port: served.port, host: '127.0.0.1', ciphers: 'ALL:@SECLEVEL=0', ...options });
      socket.on('secureConnect', () => {
        socket.destroy();
        resolve(false);
      });
      socket.on('error', () => {
        resolve(true);
      });
    });
    assert.equal(failed, true);
  });

  it('changes between HTTP and HTTPS with the setting', async () => {
    const served = await start();
    const changed = async (isSecure: boolean): Promise<void> => {
      served.server.configure({ ...served.config, 'server.tls.enabled': isSecure });
      // Whatever is asked for after a change of settings comes after it.
      await served.server.announce();
    };
    await changed(true);
    assert.equal((await ask(`${served.url}/health`, await certificateOf(served))).status, 200);
    await changed(false);
    assert.equal((await rawRequest(`${served.url}/health`)).status, 200);
  });
});

describe('a server with a certificate of the user', () => {
  async function pair(): Promise<{ readonly cert: string; readonly key: string }> {
    const maker = await start(secure);
    const there = await folder();
    const [cert, key] = [path.join(there, 'cert.pem'), path.join(there, 'key.pem')];
    await writeFile(cert, await certificateOf(maker));
    await writeFile(key, await readFile(tlsFile(maker, 'key.pem')));
    return { cert, key };
  }
  const given = (cert: string, key: string) => ({
    ...secure,
    'server.tls.certificate': cert,
    'server.tls.key': key,
  });

  it('shows that one, also where it lies behind a link, and makes none', async () => {
    const { cert, key } = await pair();
    const linked = path.join(await folder(), 'live.pem');
    await symlink(cert, linked);
    const served = await start(given(linked, key));
    assert.equal((await ask(`${served.url}/health`, await readFile(cert, 'utf8'))).status, 200);
    assert.deepEqual((await readdir(served.dataDir)).sort(), ['endpoints.json', 'token']);
  });

  it('does not listen with one that cannot be used, and says why and what to do', async () => {
    const { cert, key } = await pair();
    const there = await folder();
    const file = async (name: string, content: string | Buffer): Promise<string> => {
      const made = path.join(there, name);
      await writeFile(made, content);
      return made;
    };
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const locked = stranger.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });
    const publicKey = createPublicKey(stranger).export({ type: 'spki', format: 'pem' });
    const unusable: readonly [string, string, RegExp][] = [
      [cert, '', /only one is set/],
      ['', key, /only one is set/],
      [path.join(there, 'nowhere'), key, /ENOENT|no such file/],
      [there, key, /not a file|EISDIR/],
      [await file('noise', Buffer.alloc(1000, 7)), key, /the certificate is not PEM/],
      [await file('large', 'x'.repeat(300_000)), key, /at most 256 KiB/],
      [cert, await file('public', publicKey), /the key is not PEM/],
      [cert, await file('locked', locked), /locked with a passphrase/],
      [cert, await file('other', stranger.export({ type: 'pkcs8', format: 'pem' })), /not that of the certificate/],
      [key, cert, /is not PEM/],
    ];
    for (const [oneCert, oneKey, why] of unusable) {
      const served = await start(given(oneCert, oneKey));
      const { status } = served.component;
      const reason = status.state === 'degraded' ? status.reason : status.state;
      assert.match(reason, why);
      assert.match(reason, /server\.tls\.certificate/);
      assert.doesNotMatch(reason, /\n|node:|PRIVATE|at Object/);
      assert.equal(served.server.http, undefined);
    }
  });

  it('listens by itself once one that was missing is there', async () => {
    const { cert, key } = await pair();
    const late = path.join(await folder(), 'late.pem');
    const served = await start(given(late, key));
    assert.equal(served.server.http, undefined);
    const { status } = served.component;
    assert.match(status.state === 'degraded' ? status.reason : '', /It is tried again by itself\.$/);
    await copyFile(cert, late);
    await eventually('it listens', () => served.server.http !== undefined);
    assert.equal((await ask(`${served.url}/health`, await readFile(cert, 'utf8'))).status, 200);
  });
});

describe('the certificate that is kept', () => {
  const dayMs = 86_400_000;
  const make = (order: CertificateOrder) => makeCertificate(path.resolve('dist/certificate.js'), order);

  it('is replaced when it ends within half a year, or has not begun', async () => {
    const said: string[] = [];
    const log = (_level: string, message: string): void => {
      said.push(message);
    };
    const there = path.join(await folder(), 'tls');
    const now = Date.now();
    const first = await keptPair({ folder: there, make, now, log });
    assert.equal((await keptPair({ folder: there, make, now: now + 180 * dayMs, log })).fingerprint, first.fingerprint);
    const second = await keptPair({ folder: there, make, now: now + 190 * dayMs, log });
    assert.notEqual(second.fingerprint, first.fingerprint);
    assert.match(said.join(), /ends soon/);
    assert.notEqual((await keptPair({ folder: there, make, now, log })).fingerprint, second.fingerprint);
    assert.match(said.join(), /does not hold before/);
  });

  const noModes = process.platform === 'win32';
  it('is replaced where its key is open to others, but not where every file is', { skip: noModes }, async () => {
    const said: string[] = [];
    const options = { make, now: Date.now(), log: (_level: string, message: string) => void said.push(message) };
    const there = path.join(await folder(), 'tls');
    const first = await keptPair({ ...options, folder: there });
    const again = await keptPair({ ...options, folder: there, disk: openDisk() });
    assert.equal(again.fingerprint, first.fingerprint);
    assert.match(said.at(-1)!, /keeps no permissions.*able to read the key in it/);
    await chmod(path.join(there, 'key.pem'), 0o644);
    assert.notEqual((await keptPair({ ...options, folder: there })).fingerprint, first.fingerprint);
    assert.ok(said.some((message) => message.includes('could be read by other users')));
  });

  it('is not half there when it cannot be made', async () => {
    const there = path.join(await folder(), 'tls');
    const options = { folder: there, now: Date.now(), log: () => undefined };
    const missing = path.join(there, 'nothing.js');
    await assert.rejects(keptPair({ ...options, make: (order) => makeCertificate(missing, order) }));
    await assert.rejects(readdir(there), /ENOENT/);
    const ends = path.join(await folder(), 'ends.js');
    await writeFile(ends, '');
    await assert.rejects(
      keptPair({ ...options, make: (order) => makeCertificate(ends, order) }),
      /thread that makes certificates ended without one/,
    );
  });
});

describe('a socket in the place of a certificate', () => {
  it('does not hold up the server', { skip: process.platform === 'win32' }, async () => {
    const there = await folder();
    const socketFile = path.join(there, 'pipe');
    const listener = net.createServer().listen(socketFile);
    ending.push(() => new Promise((resolve) => listener.close(resolve)));
    await new Promise((resolve) => listener.once('listening', resolve));
    const served = await start({ ...secure, 'server.tls.certificate': socketFile, 'server.tls.key': socketFile });
    assert.equal(served.component.status.state, 'degraded');
  });
});
