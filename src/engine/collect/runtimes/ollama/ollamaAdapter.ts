import type { Adapter, Reading, Reply } from '../adapter';
import { figureMetrics, noFigures, shortOf, throughProxy } from '../figures';
import { cleanText } from '../../../cleanText';
import { asText, field, parseJson } from '../parse/json';
import { readProcessesPage } from './processesPage';

const versionPath = '/api/version';
const processesPath = '/api/ps';
const versionEveryMs = 60_000;
/** Models come and go; nothing that is read here moves faster. */
const periodMs = 5000;
const versionCharacters = 64;

const figures = noFigures();
const note =
  'Ollama publishes no token counters: tokens, speed and times are measured of requests that pass through the measuring proxy, and of no others (command "Connect a Client to the Measuring Proxy").';
const shortfalls = shortOf(figureMetrics, 'unavailable', `Ollama publishes no token counters. ${throughProxy}`);

/** Reads which models an Ollama has loaded. */
export class OllamaAdapter implements Adapter {
  readonly kind = 'ollama';
  readonly pulsePath = versionPath;
  private version: string | undefined;
  private versionAt = -Infinity;

  plan(at: number): readonly string[] {
    return at - this.versionAt >= versionEveryMs ? [versionPath, processesPath] : [processesPath];
  }

  digest(replies: readonly Reply[]): Reading {
    for (const { path, result, at } of replies) {
      if (result.outcome !== 'ok') return { state: 'failed', path, failure: result };
      if (path === versionPath) this.takeVersion(result.body, at);
    }
    const page = replies.find((reply) => reply.path === processesPath)?.result;
    const models = page?.outcome === 'ok' ? readProcessesPage(page.body) : undefined;
    if (!models) {
      const reason = 'answered /api/ps with something else than a list of models';
      return { state: 'failed', path: processesPath, failure: { outcome: 'malformed', reason } };
    }
    return {
      state: 'read',
      models: models.map((status) => ({ status, figures, shortfalls })),
      notes: [note],
      ...(this.version === undefined ? {} : { version: this.version }),
    };
  }

  periodMs(): number {
    return periodMs;
  }

  lost(): void {
    this.versionAt = -Infinity;
  }

  private takeVersion(body: string, at: number): void {
    const version = asText(field(parseJson(body), 'version'));
    this.version = version === undefined ? undefined : cleanText(version, versionCharacters);
    this.versionAt = at;
  }
}
