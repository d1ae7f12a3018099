// @ts-check
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';
import { globSync } from './glob.mjs';
import { ensureInstalled, root, run } from './installed.mjs';

const fastSuites = ['unit', 'golden'];
const slowSuites = ['server', 'store', 'election', 'proxy', 'machine', 'runtimes', 'browser', 'vscode'];
/** These run against programs that are installed once, beside everything that comes before them. */
const suitesWithOthers = ['runtimes', 'browser', 'vscode'];

/**
 * What runs beside what: a file belongs to the first stage that names it or its suite, and starts in the order in which
 * they are named. A file that is named nowhere runs alone, as do those that measure speeds or loads or use fixed ports.
 * @type {readonly { name: string, atOnce: number, files: readonly string[] }[]}
 */
const stages = [
  {
    name: 'what computes',
    atOnce: availableParallelism(),
    // Left to themselves the two that take longest would come last, and the others would be done long before them.
    files: [...fastSuites, 'store/wholeCycle', 'store/storm', 'store'],
  },
  { name: 'what waits for limits of time', atOnce: 4, files: ['machine/steady', 'server', 'election', 'proxy'] },
  {
    name: 'what waits for model servers',
    atOnce: 6,
    files: ['replayedVllm', 'switching', 'comingAndGoing', 'sleeping', 'replayedOthers', 'badServers'].map(
      (name) => `runtimes/${name}`,
    ),
  },
  { name: 'machine and models, alone', atOnce: 1, files: ['machine', 'runtimes'] },
  {
    // The longest first, so that nothing long is left over at the end, and a page beside a window, which mostly waits.
    // Each window has a profile, a data folder and ports of its own.
    name: 'pages and windows',
    atOnce: 2,
    files: [
      ...[
        'browser/memory',
        'vscode/store',
        'browser/energy',
        'vscode/controls',
        'browser/accessibility',
        'browser/performance',
      ],
      ...[
        'vscode/lifecycle',
        'browser/ranges',
        'vscode/views',
        'browser/pseudo',
        'vscode/install',
        'browser/toasts',
        'browser/energyRender',
        'browser/energyTruth',
      ],
      ...['browser/dashboard', 'vscode/dashboard', 'browser/alertLooks', 'vscode/layout', 'browser/overview'],
      ...['vscode/layoutEdits', 'browser/layout', 'browser/measured', 'browser/alerts', 'browser/keyboardOnly'],
      'browser/appearance',
    ],
  },
  { name: 'pages and windows, alone', atOnce: 1, files: ['browser', 'vscode'] },
];

ensureInstalled();
const { bundleTests } = await import('./bundleTests.mjs');
const flags = new Set(process.argv.slice(2).filter((a) => a.startsWith('--')));
const wanted = process.argv.slice(2).filter((a) => !a.startsWith('--'));
const all = flags.has('--fast') ? fastSuites : [...fastSuites, ...slowSuites];
const chosen = wanted.length > 0 ? wanted : all;
if (flags.has('--soak')) process.env['SOAK'] = '1';

const others = installOthers();
if (wanted.length === 0) run('node', ['build/lint.mjs']);
if (chosen.some((suite) => slowSuites.includes(suite))) {
  const { packageVsix } = await import('./package.mjs');
  await packageVsix();
}
await bundleTests(chosen);

const left = new Set(chosen.flatMap(filesOf));
let failed = false;
for (const { name, atOnce, files } of stages) {
  const here = files.flatMap(filesOf).filter((file) => left.delete(file));
  if (here.length === 0) continue;
  if (here.some((file) => suitesWithOthers.includes(path.basename(path.dirname(file))))) await others;
  process.stdout.write(`\n== ${name} ==\n`);
  await runStage(here, atOnce);
}
process.exit(failed ? 1 : 0);

/** The bundled files of a suite, or the one that is meant, such as `dist/test/server/serve.test.cjs` by `server/serve`. */
function filesOf(/** @type {string} */ name) {
  const [suite = '', file] = name.split('/');
  const files = globSync(path.join('dist', 'test', suite), '.test.cjs').filter(
    (found) => file === undefined || path.basename(found, '.test.cjs') === file,
  );
  if (files.length === 0 && chosen.includes(suite)) throw new Error(`There are no tests with the name ${name}.`);
  return files;
}

/** @param {readonly string[]} files @param {number} atOnce */
async function runStage(files, atOnce) {
  const tests = runTests({ files: files.map((file) => path.join(root, file)), concurrency: atOnce });
  tests.on('test:fail', ({ todo }) => {
    failed ||= todo === undefined || todo === false;
  });
  for await (const line of tests.compose(new spec())) process.stdout.write(line);
}

/** Kept when the installation ended. Whether it worked is for the tests to say: they install what is still missing. */
function installOthers() {
  const suites = chosen.filter((suite) => suitesWithOthers.includes(suite));
  if (suites.length === 0) return undefined;
  return new Promise((resolve) => {
    const child = spawn('node', ['build/provide.mjs', ...suites], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('error', resolve);
    child.once('close', resolve);
  });
}
