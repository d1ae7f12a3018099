import type { Adapter, Reading, Reply } from '../adapter';
import { figureMetrics, noFigures, shortOf, throughProxy } from '../figures';
import { modelName } from '../parse/modelName';
import { firstFailure } from '../parse/firstFailure';
import { readModelNames } from '../parse/modelNames';

/** The second is for a configured URL that already ends in `/v1`. */
const paths = ['/v1/models', '/models'] as const;
/** Such a list hardly ever changes, and may be costly to make. */
const periodMs = 30_000;
const mostModels = 32;

const figures = noFigures();
const note =
  'Only the names of its models are known of this server: tokens, speed and times are measured of requests that pass through the measuring proxy, and of no others (command "Connect a Client to the Measuring Proxy").';
const shortfalls = shortOf(figureMetrics, 'unavailable', `This kind of server publishes no figures. ${throughProxy}`);

/** Reads the names of the models of a server that speaks OpenAI's protocol, and nothing else. */
export class OpenAiAdapter implements Adapter {
  readonly kind = 'openai';
  private path: string | undefined;

  get pulsePath(): string {
    return this.path ?? paths[0];
  }

  plan(): readonly string[] {
    return this.path === undefined ? paths : [this.path];
  }

  digest(replies: readonly Reply[]): Reading {
    for (const { path, result } of replies) {
      const ids = result.outcome === 'ok' ? readModelNames(result.body)?.map(({ id }) => modelName(id)) : undefined;
      if (!ids) continue;
      this.path = path;
      return this.named([...new Set(ids)]);
    }
    this.path = undefined;
    return firstFailure(replies, 'answers, but gives no list of models as OpenAI-compatible servers do');
  }

  periodMs(): number {
    return periodMs;
  }

  lost(): void {
    this.path = undefined;
  }

  private named(names: readonly string[]): Reading {
    const more = names.length - mostModels;
    return {
      state: 'read',
      models: names.slice(0, mostModels).map((name) => ({ status: { name, state: 'idle' }, figures, shortfalls })),
      notes: [note, ...(more > 0 ? [`${more} more models are listed than the monitor names of one server.`] : [])],
    };
  }
}
