import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { eventually, pause } from '../../build/vscode/eventually.mjs';
import { LiveListener } from '../support/liveListener';
import { ServedMetrics } from '../support/servedMetrics';
import { closed, listening, takePorts, type TakenPorts } from '../support/takenPort';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function start(...parameters: Parameters<typeof ServedMetrics.start>): Promise<ServedMetrics> {
  const served = await ServedMetrics.start(...parameters);
  ending.push(() => served.end());
  return served;
}

/** Takes ports in a row until the test ends, or they are left. */
async function take(count: number): Promise<TakenPorts> {
  const taken = await takePorts(count);
  ending.push(() => taken.leave());
  return taken;
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

const endpointsOf = async (served: ServedMetrics): Promise<unknown> =>
  JSON.parse(await readFile(path.join(served.dataDir, 'endpoints.json'), 'utf8'));

describe('the server', () => {
  it('says where it listens, to its owner only, and takes that back when it stops', async () => {
    const before = Date.now();
    const served = await start();
    const endpoints = (await endpointsOf(served)) as { http: string; pid: number; startedAt: number };
    assert.deepEqual(Object.keys(endpoints), ['http', 'pid', 'startedAt']);
    assert.equal(endpoints.http, served.url);
    assert.equal(endpoints.pid, process.pid);
    assert.ok(endpoints.startedAt >= before && endpoints.startedAt <= Date.now());
    assert.deepEqual((await readdir(served.dataDir)).sort(), ['endpoints.json', 'token']);
    if (process.platform !== 'win32')
      for (const name of ['endpoints.json', 'token'])
        assert.equal((await stat(path.join(served.dataDir, name))).mode & 0o777, 0o600);
    await served.server.stop();
    assert.deepEqual(await readdir(served.dataDir), ['token']);
    assert.equal(served.server.http, undefined);
    assert.equal(served.component.status.state, 'stopped');
  });

  it('leaves the word of another engine in place when it stops', async () => {
    const served = await start();
    const theirs = '{"http":"http://127.0.0.1:1","pid":1,"startedAt":1}';
    await writeFile(path.join(served.dataDir, 'endpoints.json'), theirs);
    await served.server.stop();
    assert.deepEqual(await endpointsOf(served), JSON.parse(theirs));
  });

  it('takes away what a killed engine left, where it is not to listen itself', async () => {
    const served = await start();
    const left = await readFile(path.join(served.dataDir, 'endpoints.json'));
    await served.server.stop();
    await writeFile(path.join(served.dataDir, 'endpoints.json'), left);
    served.server.configure({ ...served.config, 'server.enabled': false });
    await served.server.start();
    assert.deepEqual(await namesIn(served.dataDir), ['token']);
    assert.equal(served.component.status.state, 'stopped');
  });

  it('puts its files back, with the same token and modes, when the data folder was removed while it runs', async () => {
    const served = await start();
    const token = await served.token();
    const endpoints = await endpointsOf(served);
    await rm(served.dataDir, { recursive: true });
    await eventually('the files are back', async () => {
      const names = await namesIn(served.dataDir);
      return names.includes('endpoints.json') && names.includes('token');
    });
    assert.equal(await served.token(), token);
    assert.deepEqual(await endpointsOf(served), endpoints);
    if (process.platform !== 'win32') {
      assert.equal((await stat(served.dataDir)).mode & 0o777, 0o700);
      for (const name of ['endpoints.json', 'token'])
        assert.equal((await stat(path.join(served.dataDir, name))).mode & 0o777, 0o600);
    }
    const answer = await fetch(`${served.url}/api/metrics/stats`, { headers: { Authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 200);
    assert.equal(served.said.filter((said) => said.includes('was removed')).length, 1);

    await rm(served.dataDir, { recursive: true });
    await served.server.stop();
    assert.deepEqual(await namesIn(served.dataDir), [], 'a server that has stopped writes nothing');
    await mkdir(served.dataDir);
  });

  it('says that it cannot be found while its files cannot be written again, until they can', async () => {
    const served = await start();
    await rm(served.dataDir, { recursive: true });
    await writeFile(served.dataDir, 'in the way');
    await eventually('it says so', () => served.component.status.state === 'degraded');
    assert.match(JSON.stringify(served.component.status), /programs will not find it.*written again.*make the folder/);
    await rm(served.dataDir);
    await eventually('it is well again', () => served.component.isRunning);
    assert.deepEqual((await namesIn(served.dataDir)).sort(), ['endpoints.json', 'token']);
  });

  it('takes the next port when its own is taken, and says so', async () => {
    const { port } = await take(1);
    const served = await start({ 'server.port': port });
    assert.ok(served.port > port && served.port < port + 20, `${served.port} after ${port}`);
    assert.equal(served.component.status.state, 'running');
    assert.match(served.said.join(), new RegExp(`Port ${port} is taken.*${served.port}`));
    assert.equal(((await endpointsOf(served)) as { http: string }).http, served.url);
  });

  it('goes back to its own port when whoever took that leaves it, and has its clients come there', async () => {
    const taken = await take(1);
    const served = await start({ 'server.port': taken.port });
    const away = served.url;
    const token = await served.token();
    const clients = await Promise.all([LiveListener.connect(served), LiveListener.connect(served)]);
    for (const client of clients) {
      client.say({ type: 'subscribe', channels: ['events'], maxRate: 60 });
      await client.first('snapshot');
    }
    const events = await fetch(`${away}/events?channels=events`, { headers: { Authorization: `Bearer ${token}` } });
    const heard = events.text();
    await taken.leave();
    for (const client of clients) {
      const { code, reason } = await client.closed;
      assert.equal(code, 1012);
      assert.equal(
        reason,
        `The server moved to http://127.0.0.1:${taken.port}. Connect again there, with the last seq.`,
      );
    }
    assert.match(await heard, /closed_1012/);
    assert.equal(served.port, taken.port);
    assert.deepEqual(await endpointsOf(served), {
      http: `http://127.0.0.1:${taken.port}`,
      pid: process.pid,
      startedAt: ((await endpointsOf(served)) as { startedAt: number }).startedAt,
    });
    assert.match(served.said.join('\n'), new RegExp(`Port ${taken.port} is free again.*\nmoved$`, 'm'));
    const again = await LiveListener.connect(served);
    again.say({ type: 'subscribe', channels: ['events'], maxRate: 60 });
    await again.first('snapshot');
    assert.equal(await served.token(), token);
    // What asks for a port of its own must not have the old one kept from it.
    await eventually('the other port is free', () =>
      listening(Number(new URL(away).port)).then(
        (server) => closed(server).then(() => true),
        () => false,
      ),
    );
    await again.end();
  });

  it('stays where it is while its own port is taken, and looks for it no more once it has stopped', async () => {
    const taken = await take(1);
    const served = await start({ 'server.port': taken.port });
    const away = served.port;
    await pause(300);
    assert.equal((await fetch(`http://127.0.0.1:${away}/health`)).status, 200);
    await served.server.stop();
    await taken.leave();
    await pause(300);
    assert.equal(served.server.http, undefined);
    await closed(await listening(taken.port));
  });

  it('takes any port when twenty in a row are taken', async () => {
    const { port } = await take(20);
    const served = await start({ 'server.port': port });
    assert.ok(served.port < port || served.port >= port + 20);
  });

  it('listens on loopback alone', async () => {
    for (const host of ['127.0.0.1', 'localhost'] as const) {
      const served = await start({ 'server.host': host });
      assert.equal((await fetch(`http://127.0.0.1:${served.port}/health`)).status, 200);
      // On ::1, whither the name leads too, another program may listen for tokens and links.
      assert.equal(served.url, `http://127.0.0.1:${served.port}`);
      const other = net.connect({ host: '127.0.0.2', port: served.port });
      const outcome = await new Promise((resolve) => {
        other.once('connect', () => {
          resolve('connected');
        });
        other.once('error', (error: NodeJS.ErrnoException) => {
          resolve(error.code);
        });
      });
      other.destroy();
      // Not every system has more than one loopback address; none may lead in.
      assert.notEqual(outcome, 'connected');
    }
  });

  it('takes over settings, and listens anew only for another address', async () => {
    const served = await start();
    const { url, config } = served;
    served.server.configure({ ...config, 'server.maxConnections': 5, 'aggregation.windowSizes': ['7s'] });
    await served.server.start();
    assert.equal(served.url, url);
    const token = await served.token();
    const aggregated = await fetch(`${url}/api/metrics/aggregated?window=7s`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(aggregated.status, 200);

    served.server.configure({ ...config, 'server.enabled': false });
    await served.server.start();
    assert.equal(served.server.http, undefined);
    await assert.rejects(fetch(`${url}/health`));

    served.server.configure(config);
    await served.server.start();
    assert.equal((await fetch(`${served.url}/health`)).status, 200);
    assert.equal(await served.token(), token);
  });

  it('does not listen after it has stopped, whatever settings come', async () => {
    const served = await start();
    const stopped = served.server.stop();
    served.server.configure({ ...served.config, 'server.port': (await take(0)).port });
    await stopped;
    await served.server.stop();
    assert.equal(served.server.http, undefined);
  });

  it('cuts off connections that do not end when it stops', async () => {
    const served = await start();
    const connection = served.connect();
    connection.socket.write('GET /health HTTP/1.1\r\n');
    await new Promise((resolve) => connection.socket.once('connect', resolve));
    await served.server.stop();
    await connection.closed;
  });

  if (process.platform !== 'win32')
    it('does not listen with a token that is not its own, says what to do, and listens once that is done', async () => {
      const first = await start();
      await first.server.stop();
      const token = path.join(first.dataDir, 'token');
      await symlink('/etc/hostname', `${token}.link`);
      await rename(`${token}.link`, token);
      await first.server.start();
      const { state, reason } = first.component.status as { state: string; reason?: string };
      assert.equal(state, 'degraded');
      assert.match(reason ?? '', /does not listen: The token file .* is a link\. Remove it/);
      assert.equal(first.server.http, undefined);
      await rm(token);
      await eventually('it listens by itself', () => first.server.http !== undefined);
      assert.equal(first.component.status.state, 'running');
      assert.ok(first.said.includes('moved'), 'others are told where');
    });
});
