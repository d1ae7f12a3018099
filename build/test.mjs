// @ts-check
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';
import { captured } from './captured.mjs';
import { globSync } from './glob.mjs';
import { ensureInstalled, root } from './installed.mjs';

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
    // The longest first, so that none of them is left over at the end, when the other processor has nothing to do.
    files: ['store/storm', 'store/wholeCycle', 'store', 'golden', 'unit'],
  },
  {
    name: 'what waits for limits of time and for model servers',
    atOnce: 6,
    files: [
      ...['replayedVllm', 'badServers', 'comingAndGoing', 'sleeping', 'replayedOthers', 'router', 'switching'].map(
        (name) => `runtimes/${name}`,
      ),
      ...['election/rounds', 'machine/steady', 'election', 'server', 'proxy', 'runtimes/totals'],
      ...['alertsOutlive', 'engine', 'gpu', 'inventory', 'tokensToday'].map((name) => `machine/${name}`),
    ],
  },
  { name: 'machine and models, alone', atOnce: 1, files: ['machine', 'runtimes'] },
  {
    // The longest first, so that nothing long is left over at the end, and pages beside windows, which mostly wait.
    // Each window has a profile, a data folder and ports of its own.
    name: 'pages and windows',
    atOnce: 4,
    files: [
      ...['vscode/takeover', 'vscode/store', 'browser/ranges', 'browser/accessibility', 'vscode/followers'],
      ...['browser/energyTruth', 'vscode/lifecycle', 'browser/memory', 'vscode/views', 'browser/performance'],
      ...['vscode/alerts', 'browser/energy', 'vscode/controls', 'browser/dashboard', 'vscode/install'],
      ...['browser/pseudo', 'browser/toasts', 'vscode/layoutEdits', 'browser/servedHostile', 'vscode/layout'],
      ...['browser/keyboardOnly', 'vscode/ruleFile', 'browser/served', 'vscode/dashboard', 'browser/layout'],
      ...['browser/alertLooks', 'browser/servedNotices', 'browser/alerts', 'browser/timeChart', 'browser/overview'],
      ...['browser/measured', 'browser/appearance', 'browser/energyRender'],
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
const suites = [...new Set(chosen.map(suiteOf))];
if (flags.has('--soak')) process.env['SOAK'] = '1';

const others = installOthers();
if (suites.some((suite) => slowSuites.includes(suite))) {
  const { packageVsix } = await import('./package.mjs');
  await packageVsix();
}
// A file that is meant alone is bundled alone.
await bundleTests(
  suites,
  fastSuites.filter((suite) => chosen.includes(suite)),
);
// It computes while the tests wait, which they do more often than not until the first of them measures something.
const linting = wanted.length === 0 ? captured('node', ['build/lint.mjs']) : undefined;

const left = new Set(chosen.flatMap(filesOf));
let failed = false;
let isLintTold = false;
for (const { name, atOnce, files } of stages) {
  const here = files.flatMap(filesOf).filter((file) => left.delete(file));
  if (here.length === 0) continue;
  if (here.some((file) => suitesWithOthers.includes(suiteOf(nameOf(file))))) await others;
  process.stdout.write(`\n== ${name} ==\n`);
  if (atOnce === 1) await linted();
  await runStage(here, atOnce);
}
await linted();
process.exit(failed ? 1 : 0);

/** The bundled files of a suite, or the one that is meant, such as `dist/test/server/serve.test.cjs` by `server/serve`. */
function filesOf(/** @type {string} */ name) {
  const suite = suiteOf(name);
  const file = name.split('/')[1];
  const files = globSync(path.join('dist', 'test', suite), '.test.cjs').filter(
    (found) => file === undefined || path.basename(found, '.test.cjs') === file,
  );
  if (files.length === 0 && [suite, name].some((one) => chosen.includes(one)))
    throw new Error(`There are no tests with the name ${name}.`);
  return files;
}

/** @param {string} name Of a suite, or of a file in one. */
function suiteOf(name) {
  return name.split('/')[0] ?? name;
}

/**
 * Runs files, and says what took longest, which is where a stage can become shorter.
 * @param {readonly string[]} files @param {number} atOnce
 */
async function runStage(files, atOnce) {
  const began = performance.now();
  /** @type {Map<string, number>} */
  const took = new Map();
  const tests = runTests({ files: files.map((file) => path.join(root, file)), concurrency: atOnce });
  const note = (/** @type {import('node:test').EventData.TestPass} */ { file = '', nesting, details }) => {
    if (nesting === 0) took.set(file, (took.get(file) ?? 0) + details.duration_ms);
  };
  tests.on('test:pass', note);
  tests.on('test:fail', (outcome) => {
    failed ||= outcome.todo === undefined || outcome.todo === false;
    note(outcome);
  });
  for await (const line of tests.compose(new spec())) process.stdout.write(line);
  const longest = [...took].sort(([, a], [, b]) => b - a).slice(0, 8);
  const told = longest.map(([file, ms]) => `${nameOf(file)} ${seconds(ms)}`);
  process.stdout.write(`\n${seconds(performance.now() - began)} in all; longest: ${told.join(', ')}\n`);
}

/** Of a bundled file, or of the folder whose files are in it: such as `server/serve` or `unit/energy`. */
function nameOf(/** @type {string} */ file) {
  const name = path.relative(path.join(root, 'dist', 'test'), path.resolve(root, file)).replaceAll(path.sep, '/');
  return name.replace(/(?:\/all)?\.test\.cjs$/, '');
}

function seconds(/** @type {number} */ ms) {
  return `${(ms / 1000).toFixed(0)} s`;
}

/** Tells, once it is known, what is wrong with the sources. */
async function linted() {
  const outcome = await linting;
  if (!outcome || isLintTold) return;
  isLintTold = true;
  failed ||= !outcome.passed;
  process.stdout.write(`\n== sources ==\n${outcome.passed ? 'Nothing is wrong with them.\n' : outcome.output}`);
}

/** Kept when the installation ended. Whether it worked is for the tests to say: they install what is still missing. */
function installOthers() {
  const withOthers = suites.filter((suite) => suitesWithOthers.includes(suite));
  if (withOthers.length === 0) return undefined;
  return new Promise((resolve) => {
    const child = spawn('node', ['build/provide.mjs', ...withOthers], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('error', resolve);
    child.once('close', resolve);
  });
}
