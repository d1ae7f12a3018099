import * as l10n from '@vscode/l10n';
import type { AlertMark } from '../../../src/protocol/marks';
import { el } from '../../shared/dom';
import { severityWords } from '../../shared/alerts/alertWords';
import { clockTime, dayOfMonth } from '../../shared/format';
import type { LineTrace } from '../../shared/lineTrace';
import { textOf } from '../../shared/reading';
import { valueReading } from '../../shared/shownValue';
import { spreadText, stepText } from '../../shared/spread';
import type { ChartLine } from './chartContent';
import { alertsAt } from './markClusters';

const mostAlerts = 4;

/** The values of a chart's lines at one time, to be seen and to be read out. */
export interface ValueTable {
  readonly root: HTMLElement;
  /** The time that the values are of. */
  readonly when: string;
  readonly text: string;
}

interface Row {
  readonly nodes: readonly HTMLElement[];
  readonly text: string;
}

export function valueTable(
  lines: readonly { readonly line: ChartLine; readonly trace: LineTrace }[],
  alerts: readonly AlertMark[],
  time: number,
): ValueTable {
  const when = timeText(lines, time);
  const rows = lines.map(({ line, trace }) => valueRow(line, trace, time));
  const firing = alertsAt(alerts, time);
  const told = firing.slice(0, mostAlerts).map(alertRow);
  if (firing.length > mostAlerts) told.push(noteRow(l10n.t('and {0} more alerts', firing.length - mostAlerts)));
  const all = rows.length > 0 ? [...rows, ...told] : [noteRow(l10n.t('No line is shown.')), ...told];
  return {
    root: el('div', 'point-table', el('p', 'point-time', when), ...all.flatMap(({ nodes }) => nodes)),
    when,
    text: all.map(({ text }) => text).join(', '),
  };
}

/** A step where the values are of steps, else the time to tenths of a second. */
function timeText(lines: readonly { readonly line: ChartLine; readonly trace: LineTrace }[], time: number): string {
  const stepMs = Math.max(
    0,
    ...lines.filter(({ line }) => !line.isComparison).map(({ trace }) => trace.steps?.stepMs ?? 0),
  );
  return stepMs > 0 ? stepText(time, stepMs) : `${dayOfMonth(time)} ${clockTime(time, true)}`;
}

function valueRow(line: ChartLine, trace: LineTrace, time: number): Row {
  const { name, colour, axis, quality, isComparison, isDashed, shiftMs = 0 } = line;
  const figure = trace.figureNear(time);
  const reading = valueReading(figure.value, axis, line);
  const value = reading.hasValue || quality === 'unavailable' ? textOf(reading) : l10n.t('no value');
  const spread = reading.hasValue ? spreadText(figure, axis) : '';
  const text = spread === '' ? value : `${value} (${spread})`;
  // A comparison is of another time, which must be told.
  const called = isComparison ? `${name}, ${dayOfMonth(time - shiftMs)} ${clockTime(time - shiftMs)}` : name;
  const swatch = el('i', `swatch c-${colour}${isComparison || isDashed ? ' dashed' : ''}`);
  const row = el('div', 'point-row', swatch, el('span', '', called), el('b', '', text));
  const note = reading.hint === undefined ? [] : [el('p', 'point-note', reading.hint)];
  return { nodes: [row, ...note], text: `${called} ${text}` };
}

function alertRow({ name, severity, message }: AlertMark): Row {
  const text = l10n.t('{0} alert {1}: {2}', severityWords[severity], name, message);
  return { nodes: [el('p', 'point-note', text)], text };
}

function noteRow(text: string): Row {
  return { nodes: [el('p', 'point-note', text)], text };
}
