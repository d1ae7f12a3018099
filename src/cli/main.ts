import os from 'node:os';
import path from 'node:path';
import { Engine } from '../engine/engine';
import { askHidden } from './askHidden';
import { dispatch } from './dispatch';

/** Put in by the build from package.json. */
declare const __VERSION__: string;

const stop = new AbortController();
// Once only: a second signal ends a program that hangs while it stops. Terminals that are closed say SIGHUP.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    stop.abort();
  });

// Whoever reads the output may have seen enough, as `head` does.
process.stdout.on('error', (error) => {
  stop.abort(error);
});
// Of a terminal that is closed: there is nobody left to tell.
process.stderr.on('error', () => undefined);

void dispatch(process.argv.slice(2), {
  version: __VERSION__,
  environment: process.env,
  platform: process.platform,
  home: os.homedir(),
  out: (line) => {
    process.stdout.write(`${line}\n`);
  },
  err: (line) => {
    process.stderr.write(`${line}\n`);
  },
  outBytes: (bytes) =>
    new Promise((resolve, reject) => {
      process.stdout.write(bytes, (error) => {
        if (error) reject(error);
        else resolve();
      });
    }),
  ...(process.stdin.isTTY && process.stderr.isTTY
    ? { askHidden: (question) => askHidden(question, process.stdin, process.stderr) }
    : {}),
  createEngine: (options) => {
    return new Engine({
      ...options,
      scope: 'process',
      inventoryFile: path.join(__dirname, 'inventory.js'),
      storeFile: path.join(__dirname, 'store.js'),
      certificateFile: path.join(__dirname, 'certificate.js'),
      root: path.join(__dirname, '..'),
      defaultRules: path.join(__dirname, '..', 'media', 'alert-rules.default.json'),
    });
  },
  stop: stop.signal,
  sqliteFile: path.join(__dirname, 'sql-wasm.wasm'),
}).then((exitCode) => {
  process.exitCode = exitCode;
});
