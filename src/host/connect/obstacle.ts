import * as vscode from 'vscode';
import { commandId } from '../../protocol/commands';
import type { Config } from '../../protocol/settings';
import type { EngineStatus, RuntimeStatus } from '../../protocol/status';
import type { EngineState } from '../engineClient';
import { oneLine } from '../markdown';
import { openSettings } from '../settings';

/** Why no client can be connected now, for people, and where that is changed. */
export interface Obstacle {
  readonly message: string;
  readonly remedy: 'diagnostics' | 'resume' | { readonly setting: string };
}

/** What a client can be connected to, or why there is nothing. */
export type Findings =
  | { readonly obstacle: Obstacle }
  | {
      readonly obstacle?: never;
      readonly proxy: string;
      readonly platform: string;
      readonly runtimes: readonly RuntimeStatus[];
    };

export function findObstacle({ state }: EngineState, status: EngineStatus | undefined, config: Config): Findings {
  const { l10n } = vscode;
  const missing = (message: string, remedy: Obstacle['remedy']): Findings => ({ obstacle: { message, remedy } });
  if (!config.enabled)
    return missing(
      l10n.t(
        'Monitoring is switched off, and with it the measuring proxy: no request can be measured. Switch it on first.',
      ),
      { setting: 'wirthforge.enabled' },
    );
  if (!config['proxy.enabled'])
    return missing(
      l10n.t(
        'The measuring proxy is switched off: times to the first token, tokens and energy of single requests are not measured. Switch it on to connect a client.',
      ),
      { setting: 'wirthforge.proxy.enabled' },
    );
  if (status?.paused)
    return missing(
      l10n.t('Monitoring is paused: no request is measured until you resume it. Resume it, then connect a client.'),
      'resume',
    );
  if (status?.proxy === undefined) return missing(notListening(state, status), 'diagnostics');
  if (status.runtimes.length === 0)
    return missing(
      l10n.t(
        'No model server is known, so there is nothing that the proxy could pass requests on to. Start one, such as llama-server or Ollama, or name its address in the settings.',
      ),
      { setting: 'wirthforge.runtimes' },
    );
  return { proxy: status.proxy, platform: status.machine.platform, runtimes: status.runtimes };
}

function notListening(state: EngineState['state'], status: EngineStatus | undefined): string {
  const { l10n } = vscode;
  if (state === 'starting' || (state === 'running' && !status))
    return l10n.t('The monitor is still starting, and the measuring proxy with it. Try again in some seconds.');
  const degraded = status?.components.find(
    (component) => component.state === 'degraded' && (component.id === 'proxy' || component.id === 'engine'),
  );
  const reason = degraded?.state === 'degraded' ? ` ${oneLine(degraded.reason)}` : '';
  return l10n.t(
    'The measuring proxy does not listen, so no client can be connected.{0} The diagnostics tell why and what to do.',
    reason,
  );
}

/** Says what is in the way, with a button that leads to where it is changed. */
export async function showObstacle({ message, remedy }: Obstacle): Promise<void> {
  const { l10n } = vscode;
  const [button, act] =
    remedy === 'diagnostics'
      ? [l10n.t('Run Diagnostics'), () => vscode.commands.executeCommand(commandId('runDiagnostics'))]
      : remedy === 'resume'
        ? [l10n.t('Resume Monitoring'), () => vscode.commands.executeCommand(commandId('resume'))]
        : [l10n.t('Open Settings'), () => openSettings(remedy.setting)];
  if ((await vscode.window.showWarningMessage(message, button)) === button) await act();
}
