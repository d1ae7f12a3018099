// @ts-check
// Derives `contributes` of package.json and its words in package.nls.json, docs/reference.md, parts of docs/alerts.md and docs/layout.md, and the schemas
// of rule files and layouts from the tables of src/protocol.
// With --check it changes nothing and fails if one of them is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, root } from './installed.mjs';
import { alertsPage } from './manifest/alertsPage.mjs';
import { contributes, product } from './manifest/contributes.mjs';
import { layoutPage } from './manifest/layoutPage.mjs';
import { layoutSchema } from './manifest/layoutSchema.mjs';
import { withKeys } from './manifest/nls.mjs';
import { reference } from './manifest/reference.mjs';
import { ruleSchema } from './manifest/rules/ruleSchema.mjs';

ensureInstalled();
const { loadTables } = await import('./manifest/tables.mjs');
const tables = await loadTables();

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(path.join(root, file), 'utf8').replaceAll('\r\n', '\n');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return '';
    throw error;
  }
}

const manifest = JSON.parse(textOf('package.json'));
const { contributions, texts } = withKeys({ description: product, contributes: contributes(tables) });
const wanted = {
  'package.json': `${JSON.stringify({ ...manifest, ...contributions }, null, 2)}\n`,
  'package.nls.json': `${JSON.stringify(texts, null, 2)}\n`,
  'docs/alerts.md': alertsPage(textOf('docs/alerts.md'), tables),
  'docs/layout.md': layoutPage(textOf('docs/layout.md'), tables),
  'docs/reference.md': reference(tables),
  'media/alert-rules.schema.json': `${JSON.stringify(ruleSchema(tables), null, 2)}\n`,
  'media/layout.schema.json': `${JSON.stringify(layoutSchema(tables), null, 2)}\n`,
};
const stale = Object.entries(wanted).filter(([file, text]) => textOf(file) !== text);

if (process.argv.includes('--check')) {
  for (const [file] of stale)
    process.stderr.write(`${file} does not agree with the tables of src/protocol: run "node build/manifest.mjs".\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [file, text] of stale) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
    process.stdout.write(`${file} written.\n`);
  }
}
