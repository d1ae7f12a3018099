import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import type { Instances } from '../../src/engine/serve/routes/instances';

const program = path.join(process.cwd(), 'dist', 'cli.js');

interface Ready {
  readonly ready: true;
  readonly http: string;
  readonly proxy: string;
  readonly dataDir: string;
  readonly tokenFile: string;
}

/** The built command line as a process of its own. */
class Wirthforge {
  out = '';
  err = '';
  static readonly running = new Set<Wirthforge>();
  readonly ended: Promise<number | null>;
  private readonly process: ChildProcess;

  constructor(...words: string[]) {
    const env = { ...process.env, WF_INSTANCE_ID: 'forge\u202e 7' };
    this.process = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env });
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.err += text));
    this.ended = new Promise((resolve) => this.process.once('close', resolve));
    Wirthforge.running.add(this);
    void this.ended.then(() => Wirthforge.running.delete(this));
  }

  async ready(): Promise<Ready> {
    const { stdout } = this.process;
    while (!this.out.includes('\n')) {
      if (this.process.exitCode !== null) throw new Error(`It ended before it was ready: ${this.err}`);
      await Promise.race([new Promise((resolve) => stdout?.once('data', resolve)), this.ended]);
    }
    return JSON.parse(this.out) as Ready;
  }

  end(signal: NodeJS.Signals): Promise<number | null> {
    this.process.kill(signal);
    return this.ended;
  }
}

let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-serve-'));
});
after(async () => {
  // What a failed test left running would keep this file from ending.
  for (const monitor of Wirthforge.running) await monitor.end('SIGKILL');
  await rm(folder, { recursive: true });
});

const newDataDir = (): Promise<string> => mkdtemp(path.join(folder, 'data-'));

describe('wirthforge serve, the program', () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    it(`is ready with one line, serves this machine, and stops cleanly on ${signal}`, async () => {
      const dataDir = await newDataDir();
      const monitor = new Wirthforge('serve', '--port', '0', '--proxy-port', '0', '--data-dir', dataDir);
      const ready = await monitor.ready();
      const tokenFile = path.join(dataDir, 'token');
      assert.deepEqual(ready, { ready: true, http: ready.http, proxy: ready.proxy, dataDir, tokenFile });
      const headers = { Authorization: `Bearer ${(await readFile(ready.tokenFile, 'utf8')).trim()}` };
      const answer = await fetch(`${ready.http}/api/metrics/realtime?metric=system.*`, { headers });
      assert.equal(answer.status, 200);
      assert.equal((await fetch(`${ready.http}/api/metrics/realtime`)).status, 401);
      await eventually('it is shown by its name', async () => {
        const told = (await (await fetch(`${ready.http}/api/instances`, { headers })).json()) as Instances;
        return told.instances.some(({ kind, window }) => kind === 'serve' && window === 'forge 7');
      });
      assert.equal((await fetch(ready.proxy)).status, 200);
      assert.equal((await fetch(`${ready.proxy}/nobody/v1/models`)).status, 404);
      const endpoints = JSON.parse(await readFile(path.join(dataDir, 'endpoints.json'), 'utf8')) as Ready;
      assert.equal(endpoints.proxy, ready.proxy);

      const status = new Wirthforge('status', '--json', '--data-dir', dataDir);
      assert.equal(await status.ended, 0);
      assert.equal((JSON.parse(status.out) as { http: string }).http, ready.http);

      const code = await monitor.end(signal);
      // Windows has no signals to catch; there a kill is a kill.
      if (process.platform === 'win32') return;
      assert.equal(code, 0, monitor.err);
      assert.equal(monitor.out.trim().split('\n').length, 1);
      assert.deepEqual(await readdir(dataDir), ['alert-rules.json', 'journal', 'leaders', 'segments', 'token']);
    });

  it('is told of by status where its server is switched off, and no more when it has ended', async () => {
    const config = path.join(folder, 'quiet.json');
    await writeFile(config, JSON.stringify({ server: { enabled: false } }));
    const dataDir = await newDataDir();
    const monitor = new Wirthforge('serve', '--config', config, '--data-dir', dataDir);
    await monitor.ready();
    const asked = new Wirthforge('status', '--data-dir', dataDir);
    assert.equal(await asked.ended, 1);
    assert.match(asked.err, /`wirthforge serve` \(process \d+\) monitors .*Switch the setting .*server\.enabled on/);
    await monitor.end('SIGKILL');
    const late = new Wirthforge('status', '--data-dir', dataDir);
    assert.equal(await late.ended, 1);
    assert.match(late.err, /No monitor runs on /);
  });

  it('ends by itself after the time that it is given', async () => {
    const monitor = new Wirthforge(
      'serve',
      '--port',
      '0',
      '--proxy-port',
      '0',
      '--for',
      '0.2',
      '--data-dir',
      await newDataDir(),
    );
    assert.equal(await monitor.ended, 0, monitor.err);
    assert.match(monitor.out, /^\{"ready":true,.*\}\n$/);
  });

  it('lets two data folders share a wanted port, each told its own', async () => {
    const config = path.join(folder, 'config.json');
    const first = new Wirthforge('serve', '--port', '0', '--proxy-port', '0', '--data-dir', await newDataDir());
    const taken = Number(new URL((await first.ready()).http).port);
    await writeFile(config, JSON.stringify({ server: { port: taken } }));
    const second = new Wirthforge('serve', '--config', config, '--data-dir', await newDataDir());
    assert.notEqual((await second.ready()).http, (await first.ready()).http);
    await Promise.all([first.end('SIGTERM'), second.end('SIGTERM')]);
    assert.match(second.err, new RegExp(`Port ${taken} is taken`));
  });

  it('stands by beside another one, and serves when that one has ended', async () => {
    const words = ['serve', '--port', '0', '--proxy-port', '0', '--data-dir', await newDataDir()];
    const first = new Wirthforge(...words);
    const { http } = await first.ready();
    const second = new Wirthforge(...words);
    assert.equal((await second.ready()).http, http, 'it tells where the monitor is');
    // What it says and what it answers come by two pipes, of which either may be read first.
    await eventually('it says what it waits for', () =>
      /serves this data folder already.*takes its place when it ends/.test(second.err),
    );
    assert.equal(await first.end('SIGTERM'), 0, first.err);
    const dataDir = words.at(-1)!;
    await eventually('the second one serves', async () => {
      const status = new Wirthforge('status', '--json', '--data-dir', dataDir);
      return (await status.ended) === 0;
    });
    assert.equal(await second.end('SIGTERM'), 0, second.err);
  });

  it('says in one line why it cannot start, and ends with 1', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const monitor = new Wirthforge('serve', '--port', '0', '--proxy-port', '0', '--data-dir', file);
    assert.equal(await monitor.ended, 1);
    assert.equal(monitor.out, '');
    assert.match(monitor.err, /^wirthforge: The server does not listen: /m);
  });
});
