import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';

/** It builds, packs and starts everything, each of which a busy machine may be slow at. */
const limitMs = 600_000;

/** A machine without a display or a desktop VS Code, whatever this one has. */
const headless = { DISPLAY: '', WAYLAND_DISPLAY: '', BROWSER: '' };

describe('npm start', () => {
  it('serves a window that shows the dashboard', async (t) => {
    const picture = path.resolve('artifacts', 'start.png');
    rmSync(picture, { force: true });
    const start = new Start(t, ['--check'], headless);
    assert.equal(await start.ended, 0, start.output);
    assert.match(start.output, /http:\/\/127\.0\.0\.1:\d+\//);
    assert.match(start.output, /the dashboard has drawn/);
    assert.ok(existsSync(picture));
  });

  it('ends all that it started on Ctrl-C', async (t) => {
    const start = new Start(t, [], headless);
    const url = await eventually(
      'the URL is printed',
      () => start.output.includes('Ctrl-C') && /http:\S+/.exec(start.output)?.[0],
      limitMs,
    );
    const status = async (address: string) => (await fetch(address, { redirect: 'manual' })).status;
    assert.equal(await status(url), 302, 'whoever has the URL is let in');
    assert.equal(await status(new URL('/', url).href), 403, 'nobody else is');
    start.signal('SIGINT');
    assert.equal(await start.ended, 0, start.output);
    await assert.rejects(fetch(url), 'nobody listens there any more');
  });

  describe('with a VS Code on the PATH', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'wirthforge-code-'));
    const calls = path.join(folder, 'calls');
    before(() => {
      const script = `#!/bin/sh\nif [ "$1" = --version ]; then echo 1.139.1; else echo "$@" >> '${calls}'; fi\n`;
      writeFileSync(path.join(folder, 'code'), script);
      chmodSync(path.join(folder, 'code'), 0o755);
    });
    after(() => {
      rmSync(folder, { recursive: true });
    });

    it('installs into a profile of its own and opens a window with it', async (t) => {
      const start = new Start(t, [], { DISPLAY: ':0', PATH: `${folder}:${process.env['PATH'] ?? ''}` });
      assert.equal(await start.ended, 0, start.output);
      const [install = '', window = ''] = readFileSync(calls, 'utf8').trim().split('\n');
      for (const call of [install, window]) assert.match(call, /--user-data-dir \S+ --extensions-dir \S+/);
      assert.match(install, /--install-extension \S+wirthforge-monitor\.vsix --install-extension \S+\.vsix/);
      assert.match(window, /--new-window/);
    });
  });
});

/** A running `npm start`. */
class Start {
  output = '';
  readonly ended: Promise<number | null>;
  private readonly child;

  constructor(t: TestContext, args: readonly string[], environment: NodeJS.ProcessEnv) {
    const env = { ...process.env, VSCODE_IPC_HOOK_CLI: '', WSL_DISTRO_NAME: '', ...environment };
    this.child = spawn('node', ['build/start.mjs', ...args], { env, timeout: limitMs });
    this.child.stdout.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
    t.after(() => {
      this.signal('SIGTERM');
      return this.ended;
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
