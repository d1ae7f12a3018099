import * as vscode from 'vscode';
import type { Unit } from '../../protocol/metric';
import { bytes, joulesPerToken, tokenRate, waitingTime, watts } from '../format';
import { energy, wholeNumber } from '../store/storeWords';

/** A figure as people read it, with its unit: `91.5%`, `7.14 GiB`, `1.2 s`. */
export function figureText(value: number, unit: Unit | null): string {
  const { l10n } = vscode;
  switch (unit) {
    case null:
      return shortNumber(value);
    case 'percent':
      return `${shortNumber(value)}%`;
    case 'bytes':
      return bytes(value);
    case 'bytes_per_second':
      return l10n.t('{0}/s', bytes(value));
    case 'milliseconds':
      return waitingTime(value);
    case 'tokens':
      return l10n.t('{0} tokens', wholeNumber(value));
    case 'tokens_per_second':
      return tokenRate(value);
    case 'requests':
      return l10n.t('{0} requests', shortNumber(value));
    case 'per_second':
      return l10n.t('{0} per second', shortNumber(value));
    case 'connections':
      return l10n.t('{0} connections', shortNumber(value));
    case 'samples':
      return l10n.t('{0} samples', wholeNumber(value));
    case 'frames':
      return l10n.t('{0} frames', shortNumber(value));
    case 'events':
      return l10n.t('{0} events', shortNumber(value));
    case 'load':
      return l10n.t('load {0}', shortNumber(value));
    case 'flag':
      return value === 0 ? l10n.t('no') : l10n.t('yes');
    case 'celsius':
      return `${shortNumber(value)} °C`;
    case 'watts':
      return watts(value);
    case 'joules':
      return energy(value);
    case 'joules_per_token':
      return joulesPerToken(value);
    case 'bits':
      return l10n.t('{0} bits', shortNumber(value));
    case 'ratio':
      return `×${shortNumber(value)}`;
  }
}

/** Whole numbers stay whole; else three digits that say something. */
function shortNumber(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return wholeNumber(value);
  return String(Number(value.toPrecision(3)));
}
