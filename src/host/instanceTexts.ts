import * as vscode from 'vscode';
import type { InstanceStatus } from '../protocol/instances';
import type { EngineStatus } from '../protocol/status';
import { code, escaped } from './markdown';

/** Which process measures for all, in Markdown; undefined while that is not known. */
export function leaderText(status: EngineStatus | undefined): string | undefined {
  const { l10n } = vscode;
  const leader = status?.instances.find(({ role }) => role === 'leader');
  if (!status || !leader) return undefined;
  const others = status.instances.length - 1;
  if (leader.instance !== status.self?.instance) return nameOf(leader, escaped);
  if (others === 0) return l10n.t('this window');
  return others === 1 ? l10n.t('this window, for 1 more') : l10n.t('this window, for {0} more', others);
}

/** Everyone who shares the engine, the leader first, for the diagnostics. */
export function instanceLines(status: EngineStatus | undefined): string[] {
  const { l10n } = vscode;
  const lines = (status?.instances ?? []).map((instance) => {
    const role = instance.role === 'leader' ? l10n.t('leads') : l10n.t('follows');
    const own = instance.instance === status?.self?.instance ? ` (${l10n.t('this window')})` : '';
    const since = new Date(instance.since).toISOString();
    return `${nameOf(instance, code)}${own}: ${l10n.t('{0} since {1}', role, since)}`;
  });
  return lines.length > 0 ? lines : [l10n.t('Nobody: there is no engine at the moment.')];
}

function nameOf({ kind, window, pid }: InstanceStatus, shown: (text: string) => string): string {
  const { l10n } = vscode;
  switch (kind) {
    case 'serve':
      return l10n.t('{0} (process {1})', shown(['wirthforge serve', window ?? ''].join(' ').trim()), pid);
    case 'tool':
      return l10n.t('a command (process {0})', pid);
    case 'window':
      return window === undefined
        ? l10n.t('a window without a folder (process {0})', pid)
        : l10n.t('the window {0} (process {1})', shown(window), pid);
  }
}
