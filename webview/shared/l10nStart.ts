// Imported first by each page: texts that are constants of a module are read while it is loaded.
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';

const texts = v.record(v.string(), v.string());

/** Takes the translations that the host put into the page; without any, texts stay as they are in the code. */
function startL10n(block: HTMLElement | null): void {
  if (!block) return;
  const contents = v.safeParse(v.pipe(v.string(), v.parseJson(), texts), block.textContent);
  if (contents.success) l10n.config({ contents: contents.output });
  else console.error('The translations of this page could not be read, so its texts are in English.');
}

startL10n(document.getElementById('l10n'));
