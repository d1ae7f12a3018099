import * as vscode from 'vscode';
import type { ReplayReport, ReplayStep, SessionInfo } from '../../protocol/storeJobs';
import { code } from '../markdown';
import { energy, eventsText, lasting, moment, wholeNumber } from './storeWords';

/** A document with more steps than this is slow to open and read by nobody. */
const mostSteps = 2000;
const mostChanges = 20;
const mostDivergences = 500;
const longestState = 100_000;

/** What happened in a session, event by event, as Markdown; where replaying led elsewhere comes first. */
export function replayText(session: SessionInfo, report: ReplayReport): string {
  const { l10n } = vscode;
  const sections = [
    `# ${l10n.t('Wirthforge Monitor: session of {0}', moment(session.startedAt))}`,
    list(factsOf(session, report)),
    `## ${l10n.t('Where replaying led elsewhere')}`,
    divergences(report),
    `## ${l10n.t('Steps')}`,
    steps(report),
    `## ${l10n.t('State at the end')}`,
    fenced(report.state),
  ];
  return `${sections.join('\n\n')}\n`;
}

function factsOf(session: SessionInfo, { events, snapshots }: ReplayReport): string[] {
  const { l10n } = vscode;
  const { id, startedAt, endedAt, end, inputTokens, outputTokens, requests, energyJoules } = session;
  const ended =
    endedAt === undefined
      ? l10n.t('It goes on.')
      : end === 'crash'
        ? l10n.t(
            'It ended without a word after {0}; its last record is taken as its end.',
            lasting(endedAt - startedAt),
          )
        : l10n.t('It lasted {0}.', lasting(endedAt - startedAt));
  return [
    l10n.t('Session: {0}', code(id)),
    ended,
    l10n.t('Replayed: {0}, {1} snapshots', eventsText(events), wholeNumber(snapshots)),
    l10n.t(
      'Tokens: {0} in, {1} out, in {2} requests',
      wholeNumber(inputTokens),
      wholeNumber(outputTokens),
      wholeNumber(requests),
    ),
    l10n.t('Energy: {0}', energy(energyJoules)),
  ];
}

function divergences({ divergences: all }: ReplayReport): string {
  const { l10n } = vscode;
  if (all.length === 0) return l10n.t('Nowhere: replaying led to exactly the state that was written down.');
  const lines = all
    .slice(0, mostDivergences)
    .map(({ sequence, path, replayed, recorded }) =>
      l10n.t('Event {0}, {1}: replayed {2}, written down {3}', sequence, code(path), code(replayed), code(recorded)),
    );
  return list([...lines, ...more(all.length - lines.length)]);
}

function steps({ steps: all, events }: ReplayReport): string {
  const shown = all.slice(0, mostSteps);
  if (shown.length === 0) return vscode.l10n.t('The session has no events.');
  const blocks = shown.map(stepText);
  return [...blocks, ...more(events - shown.length).map((line) => `- ${line}`)].join('\n');
}

function stepText({ sequence, timestamp, type, changes }: ReplayStep): string {
  const shown = changes.slice(0, mostChanges).map(([path, value]) => `  - ${code(path)} = ${code(value)}`);
  const left = more(changes.length - shown.length).map((line) => `  - ${line}`);
  return [`- ${sequence}. ${new Date(timestamp).toISOString()} ${code(type)}`, ...shown, ...left].join('\n');
}

/** The state comes as text from a file; a fence longer than any in it keeps it text. */
function fenced(state: string): string {
  const text = state.length > longestState ? `${state.slice(0, longestState)}…` : state;
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}json\n${text}\n${fence}`;
}

const more = (left: number): string[] => (left > 0 ? [vscode.l10n.t('… and {0} more', wholeNumber(left))] : []);
const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
