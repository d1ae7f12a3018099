import path from 'node:path';
import { defaults } from '../../src/engine/config/defaults';
import { Engine } from '../../src/engine/engine';
import type { Config } from '../../src/protocol/settings';
import { LateFence } from './fences';

/** An engine of this process on free ports, with the built threads and the default rules. */
export function ownEngine(dataDir: string, changes: Partial<Config> = {}): Engine {
  return new Engine({
    config: { ...defaults(), 'server.port': 0, 'proxy.port': 0, ...changes },
    dataDir,
    version: '0',
    fence: new LateFence(dataDir),
    log: () => undefined,
    scope: 'process',
    inventoryFile: path.resolve('dist/inventory.js'),
    storeFile: path.resolve('dist/store.js'),
    certificateFile: path.resolve('dist/certificate.js'),
    root: path.resolve('.'),
    defaultRules: path.resolve('media/alert-rules.default.json'),
  });
}
