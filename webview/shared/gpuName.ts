import * as l10n from '@vscode/l10n';
/** How a GPU is called, from its label: `GPU 0` for `0` and `gpu0`, another text as it is. */
export function gpuName(label: string): string {
  const number = /^(?:gpu)?[ -]?(\d{1,4})$/i.exec(label)?.[1];
  return number === undefined ? label : l10n.t('GPU {0}', number);
}
