import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    axe: { run(options: RunOptions): Promise<AxeResults> };
  }
}

const rules: RunOptions = {
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
/** What a theme decides; all else of a page is the same in each. */
const rulesOfColour: RunOptions = {
  resultTypes: ['violations'],
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

const source = readFileSync(
  path.join(path.dirname(createRequire(__filename).resolve('axe-core')), 'axe.min.js'),
  'utf8',
);

/** The rules of WCAG 2.2 AA and of good practice that a page breaks, each with the elements that break it. */
export async function rulesBroken(page: Page, only: 'all' | 'colours' = 'all'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const { violations } = await page.evaluate(
    (options) => window.axe.run(options),
    only === 'all' ? rules : rulesOfColour,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary }) =>
        `${id}: ${html.slice(0, 200)} ${(failureSummary ?? '').split('\n').at(1)?.trim() ?? ''}`,
    ),
  );
}
