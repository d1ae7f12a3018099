import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { systemClock } from '../../src/engine/clock';
import { GpuCollector } from '../../src/engine/collect/gpu/gpuCollector';
import { Components } from '../../src/engine/components';
import { Ticker } from '../../src/engine/ticker';
import { recorded } from '../golden/gpu/recorded';
import { allProcesses, type Process } from '../support/processes';
import { FakeDomains } from '../unit/collect/gpu/gpuHarness';
import { FakeSink } from '../unit/collect/system/fakeSink';

describe('GPUs of this machine', () => {
  let folder: string;
  let searchPath: string | undefined;
  let sink: FakeSink;
  let domains: FakeDomains;
  let components: Components;
  let ticker: Ticker;
  let collector: GpuCollector;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'wirthforge-gpu-'));
    searchPath = process.env['PATH'];
    sink = new FakeSink();
    domains = new FakeDomains();
    components = new Components(() => undefined);
    ticker = new Ticker(systemClock, (error) => {
      throw error;
    });
    collector = new GpuCollector({
      ticker,
      clock: systemClock,
      components,
      enabled: true,
      domains,
      ratedWatts: null,
    });
  });
  afterEach(() => {
    process.env['PATH'] = searchPath;
    collector.stop();
    ticker.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Programs that were started by these tests' folder or are NVIDIA's own. */
  const meters = (): Process[] => allProcesses().filter(({ command }) => command.includes('nvidia-smi'));
  const until = async (isSo: () => boolean, what: string): Promise<void> => {
    await eventually(what, isSo);
  };

  it('come out as figures or as reasons, never as something else, and leave no program behind', async () => {
    collector.start(sink);
    collector.setDemanded(true);
    await sleep(3000);
    for (const { state, ...status } of components.statuses())
      assert.ok(state !== 'degraded' || ('reason' in status && status.reason.length > 20));
    for (const { index } of collector.gpus()) {
      const series = sink.series('system.gpu_percent', { gpu: String(index) });
      const hasFigures = sink.of(`gpu.${index}`).length > 0;
      assert.ok(hasFigures || (series.quality === 'unavailable' && (series.reason ?? '').length > 20));
    }
    if (collector.gpus().length === 0) {
      assert.deepEqual(sink.frames, [], 'no GPU, no figures');
      assert.deepEqual(domains.log, []);
      assert.ok(components.statuses().every(({ state }) => state === 'stopped'));
    }
    collector.stop();
    await until(() => meters().length === 0, 'no nvidia-smi is left');
  });

  it('are read from an nvidia-smi on the PATH, one program as long as somebody looks', async () => {
    const file = path.join(folder, 'nvidia-smi');
    const row = recorded('nvidia-550-wsl.csv').trim();
    writeFileSync(
      file,
      `#!/bin/sh
case "$1" in
--help-query-gpu) cat <<'HELP'
${recorded('nvidia-help-550.txt')}
HELP
;;
--query-compute-apps=*) echo "$$, 512, $0" ;;
*) while echo '${row}'; do sleep 0.2; done ;;
esac
`,
    );
    chmodSync(file, 0o755);
    process.env['PATH'] = [folder, searchPath].join(path.delimiter);
    collector.start(sink);
    assert.deepEqual(meters(), [], 'nobody looks yet');
    collector.setDemanded(true);
    collector.setProcessesDemanded(true);
    const name = 'NVIDIA GeForce RTX 4090';
    await until(() => collector.gpus().some((gpu) => gpu.name === name), 'the GPU has its name');
    const { index } = collector.gpus().find((gpu) => gpu.name === name) ?? { index: -1 };
    await until(() => sink.of(`gpu.${index}`).length >= 5, 'frames');
    assert.deepEqual(Object.values(sink.last(`gpu.${index}`)).slice(0, 1), [4]);
    assert.ok(domains.log.includes(`gpu${index} power 21.93`));
    // What it starts bears its name for a moment.
    await until(() => meters().length === 1, 'one program');
    await until(() => sink.of('gpu.processes').length > 0, 'processes');
    assert.match(Object.keys(sink.last('gpu.processes'))[0] ?? '', /nvidia-smi \(\d+\)/);
    collector.stop();
    await until(() => meters().length === 0, 'it ends with the collector');
    assert.equal(domains.log.at(-1), `gpu${index} gap`);
  });
});
