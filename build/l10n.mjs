// @ts-check
// Collects every text that pages and the extension say, for translators: l10n/bundle.l10n.json.
// With --check it changes nothing and fails if that is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from './glob.mjs';
import { ensureInstalled, root } from './installed.mjs';

ensureInstalled();
const { textsOf } = await import('./l10n/textsOf.mjs');
const { loadTables } = await import('./manifest/tables.mjs');

const target = path.join('l10n', 'bundle.l10n.json');
const files = ['webview', 'src/host'].flatMap((folder) => globSync(folder, '.ts')).concat('src/extension.ts');
const { catalogue, layout } = await loadTables();
const ofTables = [
  ...Object.values(catalogue).map(({ meaning }) => meaning),
  ...Object.values(layout.kinds).flatMap(({ title, meaning }) => [title, meaning]),
];
/** @type {Map<string, import('./l10n/textsOf.mjs').Message>} */
const texts = new Map(ofTables.map((text) => [text, text]));
for (const file of files)
  for (const [key, message] of textsOf(file.replaceAll('\\', '/'), readFileSync(path.join(root, file), 'utf8')))
    texts.set(key, message);

const sorted = [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
const wanted = `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
const known = readKnown();
if (known !== wanted) {
  if (process.argv.includes('--check')) {
    process.stderr.write(`${target} does not have the texts of the code: run "node build/l10n.mjs".\n`);
    process.exitCode = 1;
  } else {
    mkdirSync(path.join(root, 'l10n'), { recursive: true });
    writeFileSync(path.join(root, target), wanted);
    process.stdout.write(`${target} written.\n`);
  }
}

function readKnown() {
  try {
    return readFileSync(path.join(root, target), 'utf8').replaceAll('\r\n', '\n');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return '';
    throw error;
  }
}
