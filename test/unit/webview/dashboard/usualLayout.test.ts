import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parseLayout } from '../../../../src/protocol/layout/parseLayout';
import { usualLayout } from '../../../../webview/dashboard/layout/usualLayout';

describe('The layout of a page that is told none', () => {
  it('is that of the file with which everybody begins', () => {
    const text = readFileSync(path.join(process.cwd(), 'media', 'layout.default.json'), 'utf8');
    const { layout, problems } = parseLayout(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(usualLayout, layout);
  });
});
