import * as vscode from 'vscode';
import type { Config, SettingKey } from '../protocol/settings';
import type { EngineStatus } from '../protocol/status';
import type { EngineState } from './engineClient';
import type { HoldMeter } from './holdMeter';
import type { HttpCheck } from './httpCheck';
import { code, oneLine } from './markdown';

/** Everything that the diagnostics look at. */
export interface Findings {
  readonly takenAt: Date;
  readonly versions: Readonly<Record<string, string>>;
  readonly state: EngineState;
  readonly status: EngineStatus | undefined;
  readonly config: Config;
  readonly settingProblems: ReadonlyMap<SettingKey, string>;
  readonly holds: Pick<HoldMeter, 'count' | 'meanMs' | 'longestMs' | 'longestFor'>;
  /** Undefined when no HTTP server is said to listen. */
  readonly http: HttpCheck | undefined;
}

/** Something wrong, as it is told to people. */
export interface Problem {
  readonly title: string;
  readonly happened: string;
  readonly means: string;
  readonly next: string;
}

/** What is wrong, the gravest first. */
export function findProblems(findings: Findings): Problem[] {
  return [
    ...engineProblems(findings),
    ...componentProblems(findings),
    ...settingProblems(findings),
    ...httpProblems(findings),
  ];
}

function engineProblems({ state }: Findings): Problem[] {
  const { l10n } = vscode;
  if (state.state === 'running') return [];
  return [
    {
      title: l10n.t('The engine does not run'),
      happened: state.state === 'failed' ? oneLine(state.reason) : l10n.t('Its state is "{0}".', state.state),
      means: l10n.t('Nothing is measured, and dashboards and other programs get no new values.'),
      next: l10n.t(
        'Run "Wirthforge: Show Log" and look at the last error. If it does not start again by itself, run "Developer: Reload Window".',
      ),
    },
  ];
}

function componentProblems({ status, state }: Findings): Problem[] {
  const { l10n } = vscode;
  return (status?.components ?? []).flatMap((component) => {
    if (component.state !== 'degraded') return [];
    // While the engine does not run, its own entry repeats the problem above.
    if (component.id === 'engine' && state.state !== 'running') return [];
    return [
      {
        title: l10n.t('{0} is degraded', code(component.id)),
        happened: oneLine(component.reason),
        means: l10n.t('What this part measures or does is missing or incomplete; everything else goes on.'),
        next: l10n.t(
          'Mend what the reason names. The monitor tries again by itself; "Wirthforge: Show Log" shows when it succeeded.',
        ),
      },
    ];
  });
}

function settingProblems({ settingProblems: faults, config }: Findings): Problem[] {
  const { l10n } = vscode;
  return [...faults].map(([key, fault]) => ({
    title: l10n.t('The setting {0} is not valid', code(`wirthforge.${key}`)),
    happened: oneLine(fault),
    means: l10n.t('The last valid value stays in force: {0}.', code(JSON.stringify(config[key]))),
    next: l10n.t('Correct the value in the settings; it is taken over at once.'),
  }));
}

function httpProblems({ config, state, status, http }: Findings): Problem[] {
  const { l10n } = vscode;
  if (http && !http.answers) {
    return [
      {
        title: l10n.t('The HTTP server does not answer'),
        happened: l10n.t('A request to {0} failed: {1}.', code(http.url), oneLine(http.detail)),
        means: l10n.t('Browsers and other programs on this machine cannot read metrics; the editor is not affected.'),
        next: l10n.t(
          'Look whether a firewall or proxy stands in the way of loopback connections, then reload the window.',
        ),
      },
    ];
  }
  if (http || !config['server.enabled'] || !config.enabled || state.state !== 'running' || !status) return [];
  return [
    {
      title: l10n.t('The HTTP server does not listen'),
      happened: l10n.t('It is switched on, but the engine reports no address.'),
      means: l10n.t('Browsers and other programs on this machine cannot read metrics; the editor is not affected.'),
      next: l10n.t(
        'Set {0} to 0 to take any free port, or run "Wirthforge: Show Log" for the cause.',
        code('wirthforge.server.port'),
      ),
    },
  ];
}
