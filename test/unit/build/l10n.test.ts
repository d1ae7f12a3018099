import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fromBuild } from '../../support/fromBuild';

const read = (file: string): string => readFileSync(path.join(process.cwd(), file), 'utf8');
const textsIn = async (source: string, file = 'webview/x.ts') =>
  (await fromBuild<typeof import('../../../build/l10n/textsOf.mjs')>('l10n/textsOf.mjs')).textsOf(file, source);

describe('The texts for translators', () => {
  it('are found in pages and in the extension, with quotes, breaks and spaces that do not break', async () => {
    const source = `l10n.t('It\\'s {0}', x); vscode.l10n.t(\`a\\nb\`); l10n.t("\\u00a0°", l10n.t('inner'));`;
    assert.deepEqual(
      (await textsIn(source)).map(([key]) => key),
      ["It's {0}", 'a\nb', '\u00a0°', 'inner'],
    );
  });

  it('keep the comment that tells apart what reads alike', async () => {
    assert.deepEqual(await textsIn(`l10n.t({ message: '{0} {1}', args: [1, 2], comment: ['Day', ' month'] })`), [
      ['{0} {1}/Day month', { message: '{0} {1}', comment: ['Day', ' month'] }],
    ]);
  });

  it('must stand in the code as they are, and the error says where one does not', async () => {
    for (const source of [
      `\nl10n.t('a ' + b)`,
      '\nl10n.t(`a ${b}`)',
      '\nl10n.t(text)',
      '\nvscode.l10n.t({ message: text, comment: [] })',
      `\nl10n.t({ message: 'a', comment: [text] })`,
    ])
      await assert.rejects(
        textsIn(source),
        /webview\/x\.ts:2 translates .* Write the whole sentence into l10n\.t/,
        source,
      );
  });

  it('number their places from 0, without a gap, so that a translation can move them', () => {
    const bundle = JSON.parse(read('l10n/bundle.l10n.json')) as Record<string, string | { message: string }>;
    assert.ok(Object.keys(bundle).length > 900);
    for (const entry of Object.values(bundle)) {
      const text = typeof entry === 'string' ? entry : entry.message;
      const places = new Set([...text.matchAll(/\{(\d+)\}/g)].map((match) => Number(match[1])));
      assert.deepEqual(
        [...places].sort(),
        [...places.keys()].map((_place, at) => at),
        text,
      );
    }
  });

  it('are the texts of the tables too, which pages show', () => {
    const bundle = JSON.parse(read('l10n/bundle.l10n.json')) as Record<string, unknown>;
    for (const text of [
      'System overview',
      'Model servers and what their models do.',
      'Share of all cores that was not idle.',
    ])
      assert.ok(text in bundle, text);
  });
});
