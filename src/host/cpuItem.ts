import * as vscode from 'vscode';
import type { MetricId } from '../protocol/catalogue';
import type { EngineStatus } from '../protocol/status';
import { bytes, estimateMark, noValue, percent, tokenRate } from './format';
import { gpuRows, hardwareMetrics, powerRow } from './hardwareRows';
import { leaderText } from './instanceTexts';
import type { ItemContent, ItemInput } from './itemContent';
import { freshValue, type LatestValues } from './latestValues';
import { escaped } from './markdown';
import { summarizeTokens, type TokenSummary } from './tokenSummary';
import { valueText } from './valueText';

/** The metrics behind the item and its tooltip. */
export const cpuItemMetrics: readonly MetricId[] = [
  'system.cpu_percent',
  'system.memory_used_bytes',
  'system.load_1m',
  'model.tokens_per_second',
  ...hardwareMetrics,
  'monitor.cpu_percent',
  'monitor.memory_bytes',
];

/** `CPU 23%`, and in its tooltip a short account of the machine and of the monitor itself. */
export function cpuContent(input: ItemInput): ItemContent {
  const { l10n } = vscode;
  const { status, values, now } = input;
  const cpu = freshValue(values.one('system.cpu_percent'), now);
  return {
    text: l10n.t('CPU {0}', cpu === undefined ? noValue : percent(cpu)),
    subject: cpu === undefined ? 'none' : 'figures',
    spoken:
      cpu === undefined
        ? l10n.t('CPU: no value. Opens the Wirthforge dashboard.')
        : l10n.t('CPU {0} percent. Opens the Wirthforge dashboard.', Math.round(cpu)),
    tooltip: [
      '**Wirthforge Monitor**\n',
      '| | |',
      '|:--|:--|',
      ...cpuRows(status, values, now).map(([name, value]) => `| ${name.replaceAll(' ', '\u00a0')} | ${value} |`),
      ...degradedLines(status),
    ].join('\n'),
  };
}

function cpuRows(status: EngineStatus | undefined, values: LatestValues, now: number): (readonly [string, string])[] {
  const { l10n } = vscode;
  const machine = status?.machine;
  const shown = (metric: MetricId, format: (value: number) => string): string =>
    valueText(values.one(metric), now, format);
  const cpu = shown('system.cpu_percent', percent);
  const memory = shown('system.memory_used_bytes', bytes);
  const cost = shown('monitor.cpu_percent', (value) => `${value.toFixed(1)}%`);
  return [
    [l10n.t('CPU'), machine ? l10n.t('{0} of {1} cores', cpu, machine.cores) : cpu],
    [l10n.t('Memory'), machine ? l10n.t('{0} of {1}', memory, bytes(machine.memoryBytes)) : memory],
    [l10n.t('Load, 1 min'), shown('system.load_1m', (value) => value.toFixed(2))],
    [l10n.t('Tokens'), tokensText(summarizeTokens(status, values, now))],
    ...gpuRows(machine?.gpus ?? [], values, now),
    ...powerRow(values, now),
    ...leaderRow(status),
    [l10n.t('This monitor'), l10n.t('{0} of one core, {1}', cost, shown('monitor.memory_bytes', bytes))],
  ];
}

function leaderRow(status: EngineStatus | undefined): (readonly [string, string])[] {
  const leader = leaderText(status);
  return leader === undefined ? [] : [[vscode.l10n.t('Measured by'), leader]];
}

function tokensText(tokens: TokenSummary): string {
  const { l10n } = vscode;
  switch (tokens.kind) {
    case 'none':
      return l10n.t('no local model');
    case 'unknown':
      return noValue;
    case 'idle':
      return l10n.t('idle');
    case 'rate':
      return `${tokens.estimated ? estimateMark : ''}${tokenRate(tokens.total)}`;
  }
}

function degradedLines(status: EngineStatus | undefined): string[] {
  const lines = (status?.components ?? []).flatMap((component) =>
    component.state === 'degraded' ? [`- $(warning) ${escaped(component.id)}: ${escaped(component.reason)}`] : [],
  );
  return lines.length === 0 ? [] : ['', ...lines];
}
