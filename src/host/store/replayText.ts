import * as vscode from 'vscode';
import type { ReplayReport, ReplayStep, SessionInfo } from '../../protocol/storeJobs';
import { code } from '../markdown';
import { energy, eventsText, lasting, moment, requestsText, snapshotsText, wholeNumber } from './storeWords';

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
    `## ${l10n.t('Where the replay differs from what was recorded')}`,
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
            'It ended unexpectedly after {0}, as when the machine is switched off; its last record is taken as its end.',
            lasting(endedAt - startedAt),
          )
        : l10n.t('It lasted {0}.', lasting(endedAt - startedAt));
  return [
    l10n.t('Session: {0}', code(id)),
    ended,
    l10n.t('Replayed: {0}, {1}', eventsText(events), snapshotsText(snapshots)),
    requests > 0
      ? l10n.t(
          'Tokens: {0} in, {1} out, in {2}',
          wholeNumber(inputTokens),
          wholeNumber(outputTokens),
          requestsText(requests),
        )
      : l10n.t('No model was asked anything.'),
    energyJoules > 0 ? l10n.t('Energy: {0}', energy(energyJoules)) : l10n.t('Energy: none was measured.'),
  ];
}

function divergences({ divergences: all, snapshots }: ReplayReport): string {
  const { l10n } = vscode;
  if (all.length === 0)
    return snapshots > 0
      ? l10n.t('Nowhere: the replay led to exactly the state that was recorded.')
      : l10n.t(
          'Not known yet: the session has recorded no snapshot of its state to compare with. It does so about every minute, and when it ends.',
        );
  const lines = all
    .slice(0, mostDivergences)
    .map(({ sequence, path, replayed, recorded }) =>
      l10n.t('Event {0}, {1}: replayed {2}, recorded {3}', sequence, code(path), code(replayed), code(recorded)),
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
function fenced(json: string): string {
  const state = readable(json);
  const text = state.length > longestState ? `${state.slice(0, longestState)}…` : state;
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}json\n${text}\n${fence}`;
}

/** One entry a line; what is no JSON object stays as it is. */
function readable(json: string): string {
  try {
    const state: unknown = JSON.parse(json);
    return typeof state === 'object' && state !== null ? JSON.stringify(state, undefined, 2) : json;
  } catch {
    return json;
  }
}

const more = (left: number): string[] => (left > 0 ? [vscode.l10n.t('… and {0} more', wholeNumber(left))] : []);
const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
