// @ts-check
import { provideChromium } from './browser.mjs';
import { provideLlama } from './provideLlama.mjs';
import { newestServer, oldestServer, provideServer } from './provideVscode.mjs';

// Installs, beside each other, what the suites that are named run against. What fails is tried again by the test that
// needs it, and fails that test.
const suites = new Set(process.argv.slice(2));
const [needsModels, needsWindows] = [suites.has('runtimes') || suites.has('vscode'), suites.has('vscode')];
const attempts = await Promise.allSettled([
  aptInstalled(),
  ...(needsWindows ? [newestServer, oldestServer].map((version) => provideServer({ version })) : []),
]);
for (const attempt of attempts)
  if (attempt.status === 'rejected') process.stderr.write(`Not installed yet: ${String(attempt.reason)}\n`);

/** One after the other, for apt has one lock. */
async function aptInstalled() {
  if (needsWindows || suites.has('browser')) await provideChromium();
  if (needsModels) await provideLlama();
}
