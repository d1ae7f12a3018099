import * as l10n from '@vscode/l10n';
import { messageOf } from '../../src/protocol/messageOf';
import type { ViewFile } from '../../src/protocol/viewLink';

/** Has the browser save a file, where its user keeps downloads. */
export function saveAsDownload(file: ViewFile): void {
  const part = file.kind === 'csv' ? file.text : new Uint8Array(file.bytes);
  const type = file.kind === 'csv' ? 'text/csv;charset=utf-8' : 'image/png';
  const address = URL.createObjectURL(new Blob([part], { type }));
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = file.name.endsWith(`.${file.kind}`) ? file.name : `${file.name}.${file.kind}`;
  anchor.click();
  // The browser has begun to read it by then.
  window.setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}

/** Puts a text on the clipboard, or says why the browser refused. @param copied Called once it is there. */
export function copyToClipboard(text: string, copied: () => void): void {
  navigator.clipboard.writeText(text).then(copied, (error: unknown) => {
    window.alert(
      l10n.t('Nothing was copied: the browser refused it ({0}). Click into the page and try again.', messageOf(error)),
    );
  });
}
