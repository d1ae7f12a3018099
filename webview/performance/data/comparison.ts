import * as l10n from '@vscode/l10n';
import type { HistoryAnswer } from '../../../src/protocol/history';
import { seriesKey } from '../../shared/lineTrace';
import type { ChartLine, LineColumns } from '../chart/chartContent';
import type { Comparison } from '../state/savedState';
import type { PickedLine } from './pickedLines';

/** How a chart says what another stretch of time is to the one shown. */
export const comparisonNames: Readonly<Record<Comparison, string>> = {
  0: '',
  86_400_000: l10n.t('24 h before'),
  604_800_000: l10n.t('7 d before'),
};

/** The lines of another stretch of time, to lie over those shown. */
export function comparisonLines(
  lines: readonly PickedLine[],
  { answer, shiftMs }: { readonly answer: HistoryAnswer; readonly shiftMs: Comparison },
): ChartLine[] {
  const told = new Map(answer.series.map((one) => [seriesKey(one), one]));
  return lines.flatMap(({ key, name, info, colour, isDashed }) => {
    const before = told.get(key);
    if (before?.unit !== info.unit) return [];
    const [avg, min, max, count] = before.values;
    if (!avg || !min || !max || !count) return [];
    const data: LineColumns = { stepMs: answer.stepMs, times: before.times, avg, min, max, count };
    return [
      {
        key: `${key} before`,
        name: `${name}, ${comparisonNames[shiftMs]}`,
        axis: info.unit,
        colour,
        isDashed,
        data,
        quality: before.quality,
        ...(before.reason === undefined ? {} : { reason: before.reason }),
        isComparison: true,
        shiftMs,
      },
    ];
  });
}
