// @ts-check
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { globSync } from './glob.mjs';
import { ensureInstalled, root, run } from './installed.mjs';

/**
 * Suites in the order in which they run: the fast ones first, the ones that need a real other end after them.
 * Those of `alone` use the whole machine or fixed ports, so their files run one after another; but what of them does
 * little but wait, for model servers or for a page, runs so many at once before the others.
 * @type {readonly { name: string, fast: boolean, alone: boolean, waiting?: { files: readonly string[], atOnce: number } }[]}
 */
const suites = [
  { name: 'unit', fast: true, alone: false },
  { name: 'golden', fast: true, alone: false },
  { name: 'server', fast: false, alone: true },
  { name: 'store', fast: false, alone: false },
  { name: 'proxy', fast: false, alone: true },
  { name: 'machine', fast: false, alone: true },
  {
    name: 'runtimes',
    fast: false,
    alone: true,
    waiting: {
      files: ['badServers', 'comingAndGoing', 'replayedOthers', 'replayedVllm', 'sleeping', 'switching'],
      atOnce: 6,
    },
  },
  {
    name: 'browser',
    fast: false,
    alone: true,
    waiting: {
      files: [
        ...['accessibility', 'alertLooks', 'alerts', 'appearance', 'dashboard', 'energy', 'keyboardOnly', 'layout'],
        ...['measured', 'overview', 'performance', 'pseudo', 'ranges', 'toasts'],
      ],
      atOnce: 2,
    },
  },
  // Each window has a profile, a data folder and ports of its own.
  {
    name: 'vscode',
    fast: false,
    alone: true,
    waiting: {
      files: ['controls', 'dashboard', 'install', 'layout', 'layoutEdits', 'lifecycle', 'store', 'views'],
      atOnce: 2,
    },
  },
];

ensureInstalled();
const { bundleTests } = await import('./bundleTests.mjs');
const flags = new Set(process.argv.slice(2).filter((a) => a.startsWith('--')));
const wanted = process.argv.slice(2).filter((a) => !a.startsWith('--'));
const chosen = suites.filter((s) => (wanted.length ? wanted.includes(s.name) : !flags.has('--fast') || s.fast));
const env = { ...process.env, ...(flags.has('--soak') ? { SOAK: '1' } : {}) };

if (wanted.length === 0) run('node', ['build/lint.mjs']);
if (chosen.some((s) => !s.fast)) {
  const { packageVsix } = await import('./package.mjs');
  await packageVsix();
}
await bundleTests(chosen.map((s) => s.name));

let failed = false;
for (const suite of chosen) {
  const files = globSync(`dist/test/${suite.name}`, '.test.cjs');
  if (files.length === 0) throw new Error(`The suite ${suite.name} has no tests.`);
  process.stdout.write(`\n== ${suite.name} ==\n`);
  const waits = (/** @type {string} */ file) =>
    suite.waiting?.files.includes(path.basename(file, '.test.cjs')) ?? false;
  const waiting = files.filter(waits);
  // Left to itself, Node uses one core less than there are, which is one of two.
  const atOnce = suite.alone ? 1 : availableParallelism();
  if (waiting.length > 0) runTests(waiting, suite.waiting?.atOnce ?? 1);
  runTests(
    files.filter((file) => !waits(file)),
    atOnce,
  );
}
process.exit(failed ? 1 : 0);

/** @param {readonly string[]} files @param {number} atOnce */
function runTests(files, atOnce) {
  const args = ['--test', '--test-reporter=spec', `--test-concurrency=${atOnce}`, ...files];
  const { status } = spawnSync('node', args, { cwd: root, stdio: 'inherit', env });
  failed ||= status !== 0;
}
