import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { rawRequest } from '../support/rawRequest';
import { ServedMetrics } from '../support/servedMetrics';
import { storms } from '../support/storms';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** More than what a storm leaves in caches and pools, and far less than what thousands of lost connections hold. */
const mostKeptBytes = 8 * 1024 * 1024;

let served: ServedMetrics;
before(async () => {
  served = await ServedMetrics.start();
});
after(async () => {
  await served.end();
});

interface Stats {
  readonly connections: { readonly open: number };
}

const ask = async (path: string): Promise<{ readonly status: number; readonly text: string }> =>
  rawRequest(`${served.url}${path}`, { headers: { Authorization: `Bearer ${await served.token()}` } });

/** Waits until nobody but who asks is connected. */
async function quiet(): Promise<void> {
  await eventually('all hostile clients are gone', async () => {
    const { status, text } = await ask('/api/metrics/stats');
    return status === 200 && (JSON.parse(text) as Stats).connections.open === 1;
  });
}

async function heapBytes(): Promise<number> {
  // What is closed is let go of over some turns of the event loop.
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    collectGarbage();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('a storm of hostile clients', () => {
  for (const { name, blow } of storms)
    it(`is weathered: ${name}`, async () => {
      // Code and pools of a first gust stay, and are no leak.
      const first = storms[0]!;
      if (name === first.name) await first.blow(served.port);
      await quiet();
      const before = await heapBytes();
      await blow(served.port);
      await quiet();
      const kept = (await heapBytes()) - before;
      assert.ok(kept < mostKeptBytes, `${(kept / 2 ** 20).toFixed(1)} MiB were kept`);
      assert.equal((await ask('/health')).status, 200);
      assert.deepEqual(
        served.said.filter((line) => line.startsWith('error')),
        [],
      );
      assert.equal(served.component.status.state, 'running');
    });
});
