import * as l10n from '@vscode/l10n';
import type { Interval } from '../../../src/protocol/requests';
import { noValue } from '../format';
import type { Reading } from '../reading';

/** Half a nat: bounds further apart than this say little about where between them the value lies. */
const wideBits = 0.72;

/** What the figure is, and what it is not. */
export const uncertaintyCaveat = l10n.t(
  'How spread out the choice of the next token was, before sampling and at temperature 1, between the bounds that the log-probabilities allow. Low does not mean right, and models cannot be compared by it.',
);

/** An interval of entropy, or its lower bound alone where the upper one is far away: `1.26–1.75 bits`, `≥ 1.26 bits`. */
export function entropyText({ lower, upper }: Interval): string {
  const [least, most] = [Math.min(lower, upper), Math.max(lower, upper)];
  const from = least.toFixed(2);
  if (most - least > wideBits) return `≥\u00a0${from}`;
  const to = most.toFixed(2);
  return from === to ? from : `${from}–${to}`;
}

/** Model uncertainty as a cell shows it. @param share Of the tokens that carried log-probabilities, 0 to 1. */
export function uncertaintyReading(bits: Interval | undefined, share: number | undefined, about = ''): Reading {
  if (!bits) return { quantity: { number: noValue, unit: '' }, hasValue: false };
  const part = share === undefined ? '' : sharedText(share);
  const hint = [about, part, uncertaintyCaveat].filter((text) => text !== '').join('\n');
  return { quantity: { number: entropyText(bits), unit: 'bits' }, hint, hasValue: true };
}

/** Not `100%` while a token is missing, and not `0%` while there is one. */
function sharedText(share: number): string {
  const percent = Math.round(share * 100);
  if (percent === 0 && share > 0)
    return l10n.t('Less than 1% of the tokens carried log-probabilities; the figure is about those.');
  if (percent === 100 && share < 1)
    return l10n.t('More than 99% of the tokens carried log-probabilities; the figure is about those.');
  return l10n.t('{0} of the tokens carried log-probabilities; the figure is about those.', `${percent}%`);
}
