import type { Adapter, Reading, Reply } from '../adapter';
import { describe, isForbidden, type HttpFailure } from '../http/httpResult';
import { readModelList, readProps, type Props } from './identityPages';
import type { LlamaModel } from './llamaModel';
import { LlamaModels } from './llamaModels';
import { notes } from './shortfalls';

const propsPath = '/props';
const modelsPath = '/v1/models';
const identityEveryMs = 30_000;
/** A router loads and unloads models at any time. */
const routerListEveryMs = 3000;
const idlePeriodMs = 1000;
const busyPeriodMs = 200;
/** What llama-server answers for a page that it was not started with; which of them depends on the build. */
const notOffered: ReadonlySet<number> = new Set([501, 404, 400]);

type Failed = Extract<Reading, { state: 'failed' }>;

/** Reads a llama-server, of one model or a router of several. */
export class LlamaAdapter implements Adapter {
  readonly kind = 'llamacpp';
  readonly pulsePath = '/health';
  private readonly models = new LlamaModels();
  private props: Props | undefined;
  private identityAt = -Infinity;
  private isLoading = false;

  plan(at: number): readonly string[] {
    const everyMs = this.isLoading ? idlePeriodMs : this.props?.isRouter ? routerListEveryMs : identityEveryMs;
    const identity = at - this.identityAt >= everyMs ? [propsPath, modelsPath] : [];
    if (this.isLoading) return identity;
    return [...identity, ...this.models.loaded.flatMap((model) => (this.mayAsk(model) ? model.plan(at) : []))];
  }

  digest(replies: readonly Reply[]): Reading {
    const fatal = replies.map(endsReading).find((failed) => failed !== undefined);
    if (fatal) return fatal;
    const byPath = new Map(replies.map((reply) => [reply.path, reply]));
    const failed = this.identify(byPath.get(propsPath), byPath.get(modelsPath));
    if (failed) return failed;
    if (this.isLoading) return this.reading(NaN, undefined);
    const taken = this.models.loaded.map((model) => this.takeModel(model, byPath));
    const failure = taken.map((model) => model.failed).find((model) => model !== undefined);
    if (failure && !taken.some((model) => model.isUsable)) return failure;
    return this.reading(replies.at(-1)?.at ?? NaN, failure && describe(failure.failure));
  }

  periodMs(at: number): number {
    return this.models.loaded.some((model) => model.isNew || model.isLive(at)) ? busyPeriodMs : idlePeriodMs;
  }

  lost(): void {
    this.identityAt = -Infinity;
    this.isLoading = false;
    this.models.lost();
  }

  /** A sleeping model that offers nothing but its slots is left alone: asking for them would wake it. */
  private mayAsk(model: LlamaModel): boolean {
    return model.offers.metrics || this.props?.isSleeping !== true;
  }

  private identify(props: Reply | undefined, models: Reply | undefined): Failed | undefined {
    if (!props) return undefined;
    this.identityAt = props.at;
    const { result } = props;
    this.isLoading = result.outcome === 'status' && result.status === 503;
    if (this.isLoading) return undefined;
    if (result.outcome !== 'ok') return { state: 'failed', path: propsPath, failure: result };
    this.props = readProps(result.body);
    if (!this.props) return misread(propsPath, 'answers, but is not a llama-server');
    this.models.update(this.props, models?.result.outcome === 'ok' ? readModelList(models.result.body) : undefined);
    return undefined;
  }

  private takeModel(
    model: LlamaModel,
    byPath: ReadonlyMap<string, Reply>,
  ): { readonly isUsable: boolean; readonly failed: Failed | undefined } {
    const metrics = byPath.get(model.metricsPath);
    const slots = byPath.get(model.slotsPath);
    const missed = [metrics, slots].map((reply) => reply && this.misses(reply, model)).find((m) => m !== undefined);
    const { isUsable, problem } = model.take(metrics, slots);
    const path = slots?.path ?? model.metricsPath;
    return { isUsable, failed: missed ?? (problem === undefined ? undefined : misread(path, problem)) };
  }

  /** An answer without the page that was asked for: either the server does not offer it, or something is wrong. */
  private misses({ path, result }: Reply, model: LlamaModel): Failed | undefined {
    if (result.outcome === 'ok') return undefined;
    const status = result.outcome === 'status' ? result.status : 0;
    // The model was unloaded since the list was read.
    if (status === 400 && this.props?.isRouter) this.identityAt = -Infinity;
    else if (notOffered.has(status)) model.doesNotOffer(path);
    else return { state: 'failed', path, failure: result };
    return undefined;
  }

  private reading(at: number, problem: string | undefined): Reading {
    const ready = this.isLoading ? [] : this.models.loaded;
    const loading = [...this.models.loading, ...(this.isLoading ? this.models.loaded.map((model) => model.name) : [])];
    return {
      state: 'read',
      models: [
        ...ready.map((model) => model.reading(at)),
        ...loading.map((name) => ({ status: { name, state: 'loading' } as const })),
      ],
      notes: this.notes(ready),
      ...(this.props?.version === undefined ? {} : { version: this.props.version }),
      ...(problem === undefined ? {} : { problem }),
    };
  }

  private notes(ready: readonly LlamaModel[]): string[] {
    const { unread } = this.models;
    return [
      ...(this.isLoading ? ['llama-server is loading its model; figures follow by themselves.'] : []),
      ...(ready.some((model) => !model.offers.metrics) ? [notes.noMetrics] : []),
      ...(ready.some((model) => !model.offers.metrics && model.offers.slots) ? [notes.keepsAwake] : []),
      ...(ready.some((model) => !model.offers.slots) ? [notes.noSlots] : []),
      ...(ready.some((model) => model.badInputs > 0) ? [notes.badFigures] : []),
      ...(unread > 0 ? [`${unread} more models are loaded than the monitor reads of one server.`] : []),
    ];
  }
}

/** Not reached, or not allowed: whatever else came of the plan would only repeat it. */
function endsReading({ path, result }: Reply): Failed | undefined {
  if (result.outcome === 'ok') return undefined;
  const ends = result.outcome === 'refused' || result.outcome === 'timeout' || isForbidden(result);
  return ends ? { state: 'failed', path, failure: result } : undefined;
}

function misread(path: string, reason: string): Failed {
  const failure: HttpFailure = { outcome: 'malformed', reason };
  return { state: 'failed', path, failure };
}
