import type { Adapter, Reading, Reply } from '../adapter';
import { figureMetrics, noFigures, shortOf, throughProxy } from '../figures';
import { endOf, firstFailure } from '../parse/firstFailure';
import { readModelsV0, readModelsV1 } from './loadedModels';

const newerPath = '/api/v1/models';
const olderPath = '/api/v0/models';
/** Models come and go; nothing that is read here moves faster. */
const periodMs = 5000;

const figures = noFigures();
const note =
  'LM Studio publishes no token counters: tokens, speed and times are measured of requests that pass through the measuring proxy, and of no others (command "Connect a Client to the Measuring Proxy").';
const shortfalls = shortOf(figureMetrics, 'unavailable', `LM Studio publishes no token counters. ${throughProxy}`);

/** Reads which models an LM Studio has loaded. */
export class LmStudioAdapter implements Adapter {
  readonly kind = 'lmstudio';
  readonly pulsePath = '/v1/models';
  /** The page that this version has; unknown until one was read. */
  private path: string | undefined;

  plan(): readonly string[] {
    return this.path === undefined ? [newerPath, olderPath] : [this.path];
  }

  digest(replies: readonly Reply[]): Reading {
    const end = endOf(replies);
    if (end) return end;
    for (const { path, result } of replies) {
      const read = path === newerPath ? readModelsV1 : readModelsV0;
      // It answers with 200 even for a page that it does not have.
      const models = result.outcome === 'ok' ? read(result.body) : undefined;
      if (!models) continue;
      this.path = path;
      return { state: 'read', models: models.map((status) => ({ status, figures, shortfalls })), notes: [note] };
    }
    this.path = undefined;
    return firstFailure(replies, 'answers, but gives no list of models as LM Studio does');
  }

  periodMs(): number {
    return periodMs;
  }

  lost(): void {
    this.path = undefined;
  }
}
