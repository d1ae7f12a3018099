import * as l10n from '@vscode/l10n';
import type { PageNow } from '../../shared/livePage';
import type { DomainFigures } from '../readings/domainFigures';
import type { ModelFigures } from '../readings/modelFigures';

/** One thing to say besides figures: what is missing, why, and what to do. */
export interface Note {
  readonly key: string;
  readonly text: string;
}

/** What is to be said beside the picture, the most important first; empty where everything is told. */
export function energyNotes(
  { status, condition, emptyNote }: PageNow,
  domains: readonly DomainFigures[],
  models: readonly ModelFigures[],
): Note[] {
  if (condition.kind === 'paused' || condition.kind === 'silent')
    return [{ key: condition.kind, text: condition.detail ?? condition.label }];
  if (domains.length === 0 && models.length === 0 && (!status || status.runtimes.length > 0))
    return [{ key: 'waiting', text: emptyNote }];
  const isActive = models.some(({ tokensPerSecond }) => tokensPerSecond > 0);
  return [
    ...powerNotes(domains, emptyNote),
    ...serverNotes(status, models),
    ...(models.length > 0 && !isActive
      ? [{ key: 'idle', text: l10n.t('No model generates now, so nothing moves.') }]
      : []),
    ...uncertaintyNotes(models.filter(({ tokensPerSecond }) => tokensPerSecond > 0)),
  ];
}

function powerNotes(domains: readonly DomainFigures[], emptyNote: string): Note[] {
  if (domains.some(({ quality }) => quality !== 'unavailable')) return [];
  const instead = l10n.t(
    'Without power the picture is drawn by tokens per second of the models and bytes per second of disks and networks.',
  );
  // A virtual machine may have several parts that are not told for one reason.
  const reasons = [...new Set(domains.map(({ known }) => known))];
  const why = reasons.length > 0 ? l10n.t('The power of this machine is not known. {0}', reasons.join(' ')) : emptyNote;
  return [{ key: 'power', text: `${why} ${instead}` }];
}

function serverNotes(status: PageNow['status'], models: readonly ModelFigures[]): Note[] {
  if (!status || models.length > 0) return [];
  if (status.runtimes.length > 0)
    return [{ key: 'models', text: l10n.t('No model is loaded. Load one, and its stream appears here.') }];
  const text = status.discovers
    ? l10n.t(
        'No model server was found, so there is no stream of tokens. Start llama-server or Ollama, or add your server under the setting {0}.',
        'wirthforge.runtimes',
      )
    : l10n.t(
        'No model server is watched, so there is no stream of tokens. Add yours under the setting {0}, or let the monitor look for some with {1}.',
        'wirthforge.runtimes',
        'wirthforge.runtimeDiscovery',
      );
  return [{ key: 'servers', text }];
}

function uncertaintyNotes(active: readonly ModelFigures[]): Note[] {
  const names = active.filter(({ entropyBits }) => Number.isNaN(entropyBits)).map(({ name }) => name);
  if (names.length === 0) return [];
  const text = l10n.t(
    'Uncertainty is not available of {0}. To have it, send requests through the measuring proxy and ask for log-probabilities.',
    names.join(', '),
  );
  return [{ key: 'uncertainty', text }];
}
