import * as l10n from '@vscode/l10n';
import type { Unit } from '../../src/protocol/metric';
import { el } from '../shared/dom';
import { clockTime } from '../shared/format';
import { spreadText, stepText } from '../shared/spread';
import type { Line } from '../shared/line';
import { textOf } from '../shared/reading';
import { valueReading } from '../shared/shownValue';

/** The values of a chart's lines at one time, to be seen and to be read out. */
export interface PointTable {
  readonly root: HTMLElement;
  /** The time that the values are of. */
  readonly when: string;
  readonly text: string;
}

/** @param stepMs Length of a step that a value stands for; 0: values are samples. */
export function pointTable(lines: readonly Line[], unit: Unit, time: number, stepMs: number): PointTable {
  const rows = lines.map((line) => {
    const { name, colour, trace, quality } = line;
    const figure = trace.figureNear(time);
    const reading = valueReading(figure.value, unit, line);
    const value = reading.hasValue || quality === 'unavailable' ? textOf(reading) : l10n.t('no value');
    const spread = spreadText(figure, unit);
    const text = spread === '' ? value : `${value} (${spread})`;
    const note = reading.hint ? el('p', 'point-note', reading.hint) : undefined;
    const row = el('div', 'point-row', el('i', `swatch c-${colour}`), el('span', '', name), el('b', '', text));
    return { nodes: note ? [row, note] : [row], text: `${name} ${text}` };
  });
  const body =
    rows.length > 0 ? rows.flatMap(({ nodes }) => nodes) : [el('p', 'point-note', l10n.t('No line is shown.'))];
  return {
    root: el(
      'div',
      'point-table',
      el('p', 'point-time', stepMs > 0 ? stepText(time, stepMs) : clockTime(time, true)),
      ...body,
    ),
    when: stepMs > 0 ? stepText(time, stepMs) : clockTime(time),
    text: rows.map((row) => row.text).join(', ') || l10n.t('no line is shown'),
  };
}
