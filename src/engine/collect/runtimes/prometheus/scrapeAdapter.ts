import type { RuntimeKind } from '../../../../protocol/status';
import type { Adapter, Reading, Reply } from '../adapter';
import { figureMetrics, noFigures, shortOf } from '../figures';
import { isForbidden, type HttpFailure } from '../http/httpResult';
import { kindNames } from '../kindNames';
import { cleanText } from '../../../cleanText';
import { modelName } from '../parse/modelName';
import { asText, field, parseJson } from '../parse/json';
import { readModelNames, type NamedModel } from '../parse/modelNames';
import { wantedNames, type PageNames } from './pageNames';
import { ScrapedModels } from './scrapedModels';
import { readScrapedPage } from './scrapedPage';

/** What tells one kind of runtime with a Prometheus page from another. */
export interface ScrapedKind {
  readonly kind: RuntimeKind;
  readonly names: PageNames;
  /** What its list of models says they are owned by. */
  readonly owner: string;
  readonly versionPath?: string;
  /** What to do where it gives no metrics, for people. */
  readonly noMetrics: string;
}

const metricsPath = '/metrics';
const modelsPath = '/v1/models';
const identityEveryMs = 30_000;
const idlePeriodMs = 1000;
/** Twice within the second that a speed is measured over; writing its page costs such a runtime more than reading it. */
const busyPeriodMs = 500;
const versionCharacters = 64;
const mostListed = 32;

const notes = {
  badFigures: 'Some figures that the runtime gave were not usable numbers; they were left out.',
  badHistograms: 'Some histograms that the runtime gave contradict themselves; times from them were left out.',
  partial: 'The page of metrics was too long or damaged; some figures of it may be missing.',
} as const;

type Failed = Extract<Reading, { state: 'failed' }>;

/** Reads a runtime that publishes its figures as a Prometheus page. */
export class ScrapeAdapter implements Adapter {
  readonly kind: RuntimeKind;
  /** Not its health page: with some builds that generates a token. */
  readonly pulsePath = modelsPath;
  private readonly wanted: ReadonlySet<string>;
  private readonly models: ScrapedModels;
  private listed: readonly NamedModel[] = [];
  private version: string | undefined;
  private identityAt = -Infinity;
  private hasMetrics = true;
  private isPartial = false;

  constructor(private readonly spec: ScrapedKind) {
    this.kind = spec.kind;
    this.wanted = wantedNames(spec.names);
    this.models = new ScrapedModels(spec.names);
  }

  plan(at: number): readonly string[] {
    const { versionPath } = this.spec;
    const isDue = at - this.identityAt >= identityEveryMs;
    const identity = isDue ? [modelsPath, ...(versionPath === undefined ? [] : [versionPath])] : [];
    return this.hasMetrics || isDue ? [...identity, metricsPath] : identity;
  }

  digest(replies: readonly Reply[]): Reading {
    for (const { path, result } of replies)
      if (result.outcome === 'refused' || result.outcome === 'timeout')
        return { state: 'failed', path, failure: result };
    const byPath = new Map(replies.map((reply) => [reply.path, reply]));
    this.identify(byPath);
    const metrics = byPath.get(metricsPath);
    const failed = metrics && this.take(metrics);
    return failed ?? this.reading(replies.at(-1)?.at ?? NaN);
  }

  periodMs(): number {
    if (!this.hasMetrics) return identityEveryMs;
    return this.models.present.some(([, model]) => model.isBusy) ? busyPeriodMs : idlePeriodMs;
  }

  lost(): void {
    this.identityAt = -Infinity;
    this.hasMetrics = true;
    this.models.pause();
  }

  /** A runtime may ask for a key before it names its models, and still publish its figures. */
  private identify(byPath: ReadonlyMap<string, Reply>): void {
    const list = byPath.get(modelsPath);
    if (!list) return;
    this.identityAt = list.at;
    this.listed = (list.result.outcome === 'ok' ? readModelNames(list.result.body) : undefined) ?? [];
    const version = byPath.get(this.spec.versionPath ?? '')?.result;
    const said = version?.outcome === 'ok' ? asText(field(parseJson(version.body), 'version')) : undefined;
    this.version = said === undefined ? undefined : cleanText(said, versionCharacters);
  }

  private take({ path, result, at }: Reply): Failed | undefined {
    const isMissing = result.outcome === 'status' && result.status < 500 && !isForbidden(result);
    if (result.outcome !== 'ok' && !isMissing) return { state: 'failed', path, failure: result };
    const page = result.outcome === 'ok' ? readScrapedPage(result.body, this.spec.names, this.wanted) : undefined;
    this.hasMetrics = page?.isOurs === true;
    if (page?.isOurs) {
      this.isPartial = page.isPartial;
      this.models.take(page, this.listed.length === 1 ? this.listed[0]!.id : undefined, at);
      return undefined;
    }
    if (this.listed.some(({ owner }) => owner === this.spec.owner)) return undefined;
    const failure: HttpFailure = { outcome: 'malformed', reason: `answers, but is not ${kindNames[this.kind]}` };
    return { state: 'failed', path, failure };
  }

  private reading(at: number): Reading {
    return {
      state: 'read',
      models: this.hasMetrics && this.models.present.length > 0 ? this.measured(at) : this.named(),
      notes: this.notes(),
      ...(this.version === undefined ? {} : { version: this.version }),
    };
  }

  private measured(at: number): Extract<Reading, { state: 'read' }>['models'] {
    return this.models.present.map(([raw, model]) =>
      model.reading(at, kindNames[this.kind], this.listed.find(({ id }) => id === raw)?.contextTokens),
    );
  }

  /** Models of which nothing but the name is known: there are no metrics, or none of them yet. */
  private named(): Extract<Reading, { state: 'read' }>['models'] {
    const names = new Map(this.listed.slice(0, mostListed).map((model) => [modelName(model.id), model.contextTokens]));
    const shortfalls = this.hasMetrics ? {} : shortOf(figureMetrics, 'unavailable', this.spec.noMetrics);
    return Array.from(names, ([name, contextTokens]) => ({
      status: { name, state: 'idle' as const, ...(contextTokens === undefined ? {} : { contextTokens }) },
      figures: noFigures(),
      shortfalls,
    }));
  }

  private notes(): string[] {
    const { present, unread } = this.models;
    if (!this.hasMetrics) return [this.spec.noMetrics];
    return [
      ...(this.isPartial ? [notes.partial] : []),
      ...(present.some(([, model]) => model.badInputs > 0) ? [notes.badFigures] : []),
      ...(present.some(([, model]) => model.refusedHistograms > 0) ? [notes.badHistograms] : []),
      ...(unread > 0 ? [`${unread} more models are served than the monitor reads of one runtime.`] : []),
    ];
  }
}
