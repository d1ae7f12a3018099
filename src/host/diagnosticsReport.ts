import * as vscode from 'vscode';
import type { EngineStatus } from '../protocol/status';
import { findProblems, type Findings, type Problem } from './diagnosticsProblems';
import { bytes } from './format';
import { instanceLines } from './instanceTexts';
import { code, oneLine } from './markdown';

/** The findings as a Markdown document: what is wrong and how to mend it first, then everything that was looked at. */
export function diagnosticsReport(findings: Findings): string {
  const { l10n } = vscode;
  const problems = findProblems(findings);
  const sections = [
    [`# ${l10n.t('Wirthforge Monitor: diagnostics')}`, l10n.t('Taken {0}.', findings.takenAt.toISOString())],
    [`## ${l10n.t('Result')}`, resultLine(problems.length), ...problems.flatMap(problemLines)],
    [`## ${l10n.t('Engine')}`, list(engineLines(findings))],
    [`## ${l10n.t('Who shares the engine')}`, list(instanceLines(findings.status))],
    [`## ${l10n.t('Components')}`, list(componentLines(findings.status))],
    [`## ${l10n.t('Model servers')}`, list(runtimeLines(findings))],
    [`## ${l10n.t('Where model servers were looked for')}`, list(probeLines(findings.status))],
    [`## ${l10n.t('HTTP server')}`, list([httpLine(findings)])],
    [`## ${l10n.t('Versions')}`, list(Object.entries(findings.versions).map(([name, text]) => `${name} ${text}`))],
  ];
  return `${sections.flat().join('\n\n')}\n`;
}

function resultLine(count: number): string {
  const { l10n } = vscode;
  if (count === 0) return l10n.t('Everything that was checked is in order.');
  return count === 1 ? l10n.t('1 problem was found.') : l10n.t('{0} problems were found.', count);
}

function problemLines({ title, happened, means, next }: Problem, index: number): string[] {
  const { l10n } = vscode;
  return [
    `### ${index + 1}. ${title}`,
    list([
      `${l10n.t('What happened:')} ${happened}`,
      `${l10n.t('What it means:')} ${means}`,
      `${l10n.t('What to do next:')} ${next}`,
    ]),
  ];
}

function engineLines({ state, status, config, holds }: Findings): string[] {
  const { l10n } = vscode;
  const machine = status?.machine;
  return [
    l10n.t('State: {0}', state.state),
    ...(config.enabled ? [] : [l10n.t('Monitoring is switched off by the setting {0}.', code('wirthforge.enabled'))]),
    ...(status?.paused ? [l10n.t('Monitoring is paused; "Wirthforge: Resume Monitoring" ends that.')] : []),
    ...(status ? [l10n.t('Started: {0}', new Date(status.startedAt).toISOString())] : []),
    ...(status?.ringSince === undefined
      ? []
      : [l10n.t('Samples in memory since: {0}', new Date(status.ringSince).toISOString())]),
    l10n.t(
      'Thread of the extension host: held {0} times, {1} ms on average, {2} ms at the longest ({3})',
      holds.count,
      holds.meanMs.toFixed(3),
      holds.longestMs.toFixed(2),
      holds.longestFor,
    ),
    ...(machine
      ? [
          l10n.t('Machine: {0} cores, {1}, {2}', machine.cores, bytes(machine.memoryBytes), code(machine.platform)),
          ...(machine.cpu === undefined ? [] : [l10n.t('Processor: {0}', code(machine.cpu))]),
          ...(machine.os === undefined ? [] : [l10n.t('Operating system: {0}', code(machine.os))]),
          ...(machine.gpus ?? []).map((gpu) => l10n.t('GPU: {0}', code(gpu))),
        ]
      : []),
  ];
}

function componentLines(status: EngineStatus | undefined): string[] {
  const lines = (status?.components ?? []).map((component) => {
    const line = `${code(component.id)} ${component.state}`;
    return component.state === 'degraded' ? `${line}: ${oneLine(component.reason)}` : line;
  });
  return lines.length > 0 ? lines : [vscode.l10n.t('The engine has not reported any yet.')];
}

function runtimeLines({ state, status, config }: Findings): string[] {
  const { l10n } = vscode;
  if (state.state !== 'running') return [l10n.t('Not known while the engine does not run.')];
  if (!config['collectors.model.enabled'])
    return [l10n.t('Not read: switched off by the setting {0}.', code('wirthforge.collectors.model.enabled'))];
  const lines = (status?.runtimes ?? []).flatMap((runtime) => [
    [code(runtime.name), runtime.kind, oneLine(runtime.version ?? ''), code(runtime.url)].filter(Boolean).join(' '),
    ...runtime.models.map((model) => `  - ${code(model.name)} ${model.state}`),
    ...runtime.notes.map((note) => `  - ${oneLine(note)}`),
  ]);
  if (lines.length > 0) return lines;
  return [
    l10n.t(
      'None was found. Start one on this machine (llama.cpp: "llama-server --metrics", Ollama: "ollama serve"), or name its address in {0}.',
      code('wirthforge.runtimes'),
    ),
  ];
}

function probeLines(status: EngineStatus | undefined): string[] {
  const lines = (status?.probes ?? []).map((probe) => `${code(probe.url)} ${oneLine(probe.outcome)}`);
  return lines.length > 0 ? lines : [vscode.l10n.t('Nowhere yet.')];
}

function httpLine({ http, status, config }: Findings): string {
  const { l10n } = vscode;
  if (http) {
    const line = http.answers
      ? l10n.t('{0} answers ({1}).', code(http.url), oneLine(http.detail))
      : l10n.t('{0} does not answer ({1}).', code(http.url), oneLine(http.detail));
    if (status?.fingerprint === undefined) return line;
    return `${line} ${l10n.t('Fingerprint of its certificate (SHA-256): {0}.', code(status.fingerprint))}`;
  }
  return config['server.enabled']
    ? l10n.t('It does not listen.')
    : l10n.t('It is switched off by the setting {0}.', code('wirthforge.server.enabled'));
}

function list(lines: readonly string[]): string {
  return lines.map((line) => (line.startsWith('  - ') ? line : `- ${line}`)).join('\n');
}
