import * as l10n from '@vscode/l10n';
import type { EngineStatus } from '../../src/protocol/status';
import type { FromView } from '../../src/protocol/viewLink';
import { el } from './dom';
import { textAround } from './textAround';

/** Says that no model server was found, where it was looked for, and what to do. */
export function noRuntimes(
  { probes, discovers }: Pick<EngineStatus, 'probes' | 'discovers'>,
  post: (message: FromView) => void,
): HTMLElement {
  const settings = el('button', 'primary for-editor', l10n.t('Open Settings'));
  settings.type = 'button';
  settings.addEventListener('click', () => {
    post({ type: 'command', command: 'openSettings' });
  });
  const next = el(
    'p',
    '',
    ...textAround(
      (setting) =>
        l10n.t('Next step: start llama-server or Ollama, or add your server under the setting {0}.', setting),
      el('code', '', 'wirthforge.runtimes'),
    ),
  );
  return el(
    'div',
    'card-body empty',
    el('p', 'empty-title', titleOf(probes.length, discovers)),
    ...placesOf(probes, discovers),
    next,
    settings,
  );
}

function titleOf(places: number, discovers: boolean): string {
  if (places > 0) return l10n.t('No model server found.');
  return discovers ? l10n.t('No model server found yet.') : l10n.t('No model server is watched.');
}

function placesOf(probes: EngineStatus['probes'], discovers: boolean): HTMLElement[] {
  if (!discovers && probes.length === 0)
    return [
      el('p', 'muted', l10n.t('Looking for model servers is switched off in the settings, and none is named there.')),
    ];
  if (probes.length === 0) {
    return [el('p', 'muted', l10n.t('The first look takes some seconds after the start.'))];
  }
  const places = probes.map(({ url, outcome }) => el('li', '', el('code', '', bare(url)), el('span', '', outcome)));
  const list = el('ul', 'probes', ...places);
  list.setAttribute('aria-label', l10n.t('Places looked at'));
  list.tabIndex = 0;
  return [el('p', 'muted', l10n.t('Looked at:')), list];
}

function bare(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
