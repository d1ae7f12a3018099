import * as l10n from '@vscode/l10n';
import type { Origin, SeriesInfo } from '../../src/protocol/metric';
import { qualityWord } from './qualityWord';

const methodWords: Readonly<Record<Exclude<Origin['method'], 'estimate'>, string>> = {
  'energy counter': l10n.t('energy counter'),
  'integrated power': l10n.t('integrated power'),
  'power sensor': l10n.t('power sensor'),
};

type Known = Pick<SeriesInfo, 'quality' | 'origin'>;

/** How good a value of power or energy is, what it covers and what told it: `measured · CPU package · RAPL package-0`. */
export function originText({ quality, origin }: Known): string {
  return joinedParts(qualityWord(quality), origin?.scope, origin?.source);
}

/** The same with the method: `measured · energy counter · CPU package · RAPL package-0`. */
export function originWithMethod({ quality, origin }: Known): string {
  const method = origin === undefined || origin.method === 'estimate' ? undefined : methodWords[origin.method];
  return joinedParts(qualityWord(quality), method, origin?.scope, origin?.source);
}

function joinedParts(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
