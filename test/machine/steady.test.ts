import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';

interface Ready {
  readonly http: string;
  readonly tokenFile: string;
  readonly dataDir: string;
}

const seconds = process.env['SOAK'] === '1' ? 600 : 20;
const mebibyte = 1024 * 1024;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the engine on its own, for a while', () => {
  it('keeps its memory and its threads, and leaves nothing behind', async () => {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'wirthforge-steady-'));
    const child = spawn(
      process.execPath,
      ['dist/cli.js', 'serve', '--port', '0', '--proxy-port', '0', '--data-dir', dataDir],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    try {
      const lines = createInterface({ input: child.stdout });
      const ready = JSON.parse(await new Promise<string>((resolve) => lines.once('line', resolve))) as Ready;
      const token = readFileSync(ready.tokenFile, 'utf8').trim();
      const resident: number[] = [];
      await sleep(5000);
      for (let second = 0; second < seconds; second++) {
        const load = await eventually('the load is told', async () => {
          const answer = await fetch(`${ready.http}/api/metrics/realtime`, {
            headers: { authorization: `Bearer ${token}` },
          });
          assert.equal(answer.status, 200);
          const { series } = (await answer.json()) as { series: { metric: string; value: number | null }[] };
          return series.find((s) => s.metric === 'system.cpu_percent')?.value ?? undefined;
        });
        assert.ok(load >= 0 && load <= 100, String(load));
        const pages = Number(readFileSync(`/proc/${child.pid!}/statm`, 'utf8').split(' ')[1]);
        resident.push((pages * 4096) / mebibyte);
        await sleep(1000);
      }
      const early = Math.max(...resident.slice(0, Math.ceil(resident.length / 3)));
      const late = Math.min(...resident.slice(-Math.ceil(resident.length / 3)));
      // The hot ring fills by some MiB in ten minutes; what grows without end would outrun that.
      assert.ok(late - early < 24, `grew from ${early.toFixed(1)} to ${late.toFixed(1)} MiB`);
      child.kill('SIGTERM');
      await eventually('it ended', () => child.exitCode !== null || child.signalCode !== null);
      assert.equal(await exited, 0);
      assert.ok(!existsSync(path.join(dataDir, 'endpoints.json')));
    } finally {
      child.kill('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
