import type { Adapter, ModelReading, Reading, Reply, Route } from '../adapter';
import { modelName } from '../parse/modelName';
import { endOf, firstFailure } from '../parse/firstFailure';
import { ActivityLedger } from './activityLedger';
import { readActivityPage } from './activityPage';
import { readRunningPage, type RunningModel } from './runningPage';
import { joined } from './swapReading';
import { Upstream } from './upstream';

const runningPath = '/running';
const activityPath = '/api/metrics/activity';
/** Entries that are asked for, and those that are when so many were not enough. */
const usualEntries = 100;
const mostEntries = 1000;
/** A tick may come a little early. */
const listEveryMs = 950;
const idlePeriodMs = 1000;
const busyPeriodMs = 200;
const mostModels = 32;
const noList = 'This llama-swap keeps no list of requests, so there are no totals; a newer one does.';

/** Reads a llama-swap: its list of ended requests for totals, and the llama-servers behind it for what is under way. */
export class LlamaSwapAdapter implements Adapter {
  readonly kind = 'llamaswap';
  readonly pulsePath = runningPath;
  private readonly ledger = new ActivityLedger();
  private readonly upstreams = new Map<string, Upstream>();
  private running: readonly RunningModel[] = [];
  /** Models whose requests are new, though they may be unloaded already. */
  private touched: ReadonlySet<string> = new Set();
  private hasList = true;
  private entries = usualEntries;
  private listedAt = -Infinity;

  /** Ports of the servers of all models that run. */
  get portsBehind(): ReadonlySet<number> {
    return new Set(this.running.flatMap(({ address }) => address?.port ?? []));
  }

  plan(at: number): readonly string[] {
    const list = `${activityPath}?limit=${this.entries}`;
    const own = at - this.listedAt >= listEveryMs ? [runningPath, ...(this.hasList ? [list] : [])] : [];
    return [...own, ...this.ready().flatMap(({ id }) => this.upstreams.get(id)?.plan(at) ?? [])];
  }

  route(path: string): Route | undefined {
    for (const upstream of this.upstreams.values()) {
      const route = upstream.route(path);
      if (route) return route;
    }
    return undefined;
  }

  digest(replies: readonly Reply[]): Reading {
    const own = replies.filter(({ path }) => path === runningPath || path.startsWith(activityPath));
    const end = endOf(own);
    if (end) return end;
    const byPath = new Map(replies.map((reply) => [reply.path, reply]));
    for (const { id } of this.ready()) this.upstreams.get(id)?.take(byPath);
    const running = byPath.get(runningPath);
    if (running) {
      const models = running.result.outcome === 'ok' ? readRunningPage(running.result.body) : undefined;
      if (!models) return firstFailure([running], 'answers, but is not a llama-swap');
      this.follow(models, running.at);
    }
    this.count(own.find(({ path }) => path.startsWith(activityPath)));
    return this.reading(replies.at(-1)?.at ?? NaN);
  }

  periodMs(at: number): number {
    const isLive = this.ready().some(({ id }) => this.upstreams.get(id)?.isLive(at));
    return isLive ? busyPeriodMs : idlePeriodMs;
  }

  lost(): void {
    this.hasList = true;
    this.listedAt = -Infinity;
    this.running = [];
    this.touched = new Set();
    for (const upstream of this.upstreams.values()) upstream.lost();
  }

  private ready(): readonly RunningModel[] {
    return this.running.filter(({ state }) => state === 'ready').slice(0, mostModels);
  }

  private follow(running: readonly RunningModel[], at: number): void {
    this.listedAt = at;
    this.running = running;
    for (const id of [...this.upstreams.keys()])
      if (!running.some((model) => model.id === id)) this.upstreams.delete(id);
    for (const { id, address } of this.ready()) {
      if (!address) this.upstreams.delete(id);
      else if (this.upstreams.get(id)?.address.url !== address.url)
        this.upstreams.set(id, new Upstream(modelName(id), id, address));
    }
  }

  private count(list: Reply | undefined): void {
    this.touched = new Set();
    if (!list) return;
    const page = list.result.outcome === 'ok' ? readActivityPage(list.result.body) : undefined;
    this.hasList = page !== undefined || list.result.outcome !== 'status' || list.result.status >= 500;
    if (!page) return;
    const wasAll = this.entries === mostEntries || page.length < this.entries;
    // What is missing between is asked for at the next turn, before anything of this page is counted.
    if (!this.ledger.reachesBack(page) && !wasAll) {
      this.entries = mostEntries;
      return;
    }
    this.entries = usualEntries;
    this.touched = this.ledger.take(page);
  }

  private reading(at: number): Reading {
    const models = new Map<string, ModelReading>();
    for (const { id } of this.ready()) models.set(modelName(id), this.model(id, at));
    for (const id of [...this.touched].slice(0, mostModels))
      if (!models.has(modelName(id))) models.set(modelName(id), this.model(id, at));
    for (const { id, state } of this.running)
      if (state === 'starting') models.set(modelName(id), { status: { name: modelName(id), state: 'loading' } });
    return { state: 'read', models: [...models.values()], notes: this.hasList ? [] : [noList] };
  }

  private model(id: string, at: number): ModelReading {
    const gaps = this.hasList ? { missed: this.ledger.missed } : undefined;
    return joined(modelName(id), this.upstreams.get(id)?.reading(at), this.ledger.of(id), gaps);
  }
}
