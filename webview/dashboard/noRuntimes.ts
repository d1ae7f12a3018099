import type { Probe } from '../../src/protocol/status';
import type { FromView } from '../../src/protocol/viewLink';
import { el } from '../shared/dom';

/** Says that no model server was found, where it was looked for, and what to do. */
export function noRuntimes(probes: readonly Probe[], post: (message: FromView) => void): HTMLElement {
  const settings = el('button', 'primary', 'Open Settings');
  settings.type = 'button';
  settings.addEventListener('click', () => {
    post({ type: 'command', command: 'openSettings' });
  });
  const next = el(
    'p',
    '',
    'Next step: start llama-server or Ollama, or add your server under the setting ',
    el('code', '', 'wirthforge.runtimes'),
    '.',
  );
  return el(
    'div',
    'card-body empty',
    el('p', 'empty-title', probes.length > 0 ? 'No model server found.' : 'No model server found yet.'),
    ...placesOf(probes),
    next,
    settings,
  );
}

function placesOf(probes: readonly Probe[]): HTMLElement[] {
  if (probes.length === 0) {
    return [
      el(
        'p',
        'muted',
        'Nowhere was looked yet. Looking takes some seconds after the start, unless it is switched off.',
      ),
    ];
  }
  const places = probes.map(({ url, outcome }) => el('li', '', el('code', '', bare(url)), el('span', '', outcome)));
  const list = el('ul', 'probes', ...places);
  list.setAttribute('aria-label', 'Places looked at');
  list.tabIndex = 0;
  return [el('p', 'muted', 'Looked at:'), list];
}

function bare(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
