import { readLoopbackAddress } from '../../src/engine/collect/runtimes/http/loopbackAddress';
import { systemClock } from '../../src/engine/clock';
import { Component } from '../../src/engine/component';
import type { OpenTap } from '../../src/engine/ingest/proxy/exchangeTap';
import { ProxyServer } from '../../src/engine/ingest/proxy/proxyServer';

/** Runs a proxy for the runtime whose URL is the first argument, and prints the base URL under which it is reached. */
export async function runProxy(openTap: OpenTap): Promise<void> {
  const check = readLoopbackAddress(process.argv[2] ?? '');
  if (!('address' in check)) throw new Error(`The runtime's URL ${check.reason}.`);
  const component = new Component('proxy');
  const proxy = new ProxyServer({
    port: 0,
    enabled: true,
    component,
    clock: systemClock,
    // Any port will do, so there is none to go back to.
    ticker: { every: () => ({ stop: () => undefined }) },
    moved: () => undefined,
    log: (level, message) => process.stderr.write(`${level}: ${message}\n`),
    allowedOrigins: () => [],
    runtimes: () => [{ name: 'bench', address: check.address }],
    openTap,
    held: () => undefined,
  });
  await proxy.start();
  if (proxy.url === undefined) throw new Error(`The proxy does not listen: ${JSON.stringify(component.status)}`);
  process.stdout.write(`${proxy.url}/bench\n`);
}
