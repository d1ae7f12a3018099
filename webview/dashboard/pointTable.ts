import type { Unit } from '../../src/protocol/metric';
import { el } from '../shared/dom';
import { clockTime } from '../shared/format';
import type { Line } from '../shared/line';
import { readingOf, textOf } from '../shared/reading';

/** The values of a chart's lines at one time, to be seen and to be read out. */
export interface PointTable {
  readonly root: HTMLElement;
  readonly text: string;
}

export function pointTable(lines: readonly Line[], unit: Unit, time: number): PointTable {
  const rows = lines.map(({ name, colour, trace, quality, reason }) => {
    const value = trace.valueNear(time);
    const reading = readingOf(value, unit, quality, reason);
    const text = reading.hasValue || quality === 'unavailable' ? textOf(reading) : 'no value';
    const note = reading.hint ? el('p', 'point-note', reading.hint) : undefined;
    const row = el('div', 'point-row', el('i', `swatch c-${colour}`), el('span', '', name), el('b', '', text));
    return { nodes: note ? [row, note] : [row], text: `${name} ${text}` };
  });
  const body = rows.length > 0 ? rows.flatMap(({ nodes }) => nodes) : [el('p', 'point-note', 'No line is shown.')];
  return {
    root: el('div', 'point-table', el('p', 'point-time', clockTime(time, true)), ...body),
    text: rows.map((row) => row.text).join(', ') || 'no line is shown',
  };
}
