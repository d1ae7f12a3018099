import * as l10n from '@vscode/l10n';
import type { Scene } from './scene';

const noBreak = '\u00a0';
const plain = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 1, useGrouping: false });

/** What a width stands for, one text for each unit that is drawn: `1 px = 0.5 W`. */
export function widthScales({ isByPower, scale, ribbons }: Scene): string[] {
  if (isByPower) return [l10n.t('1 px = {0}', `${per(scale.pxPerWatt)}${noBreak}W`)];
  const has = (unit: string): boolean => ribbons.some((ribbon) => ribbon.unit === unit);
  return [
    ...(has('tokens_per_second') ? [l10n.t('1 px = {0}', `${per(scale.pxPerTokenRate)}${noBreak}tok/s`)] : []),
    ...(has('bytes_per_second') ? [l10n.t('1 px = {0}', `${per(scale.pxPerMebibyteRate)}${noBreak}MiB/s`)] : []),
  ];
}

/** What a speed stands for: `1 tok/s = 2 px/s`. */
export function speedScale({ scale }: Scene): string {
  return l10n.t('1 tok/s = {0} px/s', plain.format(scale.pxPerToken));
}

/** What a density stands for: `1 bit = 10 particles per 100 px`. */
export function densityScale({ scale }: Scene): string {
  return l10n.t('1 bit = {0} particles per 100 px', plain.format(scale.particlesPerBit));
}

function per(pxPerUnit: number): string {
  return plain.format(1 / pxPerUnit);
}
