import { AloneRate } from './aloneRate';
import { JointRate } from './jointRate';
import { TokenSlices } from './tokenSlices';
import { significantSpeedup } from './weightedSpeedup';

/** A model without an event for so long counts as done, ms. */
const quietMs = 5000;
/** An overlap that goes on is told of so often, ms. */
const longestMs = 60_000;
const mostModels = 256;

/** Two models that generated at the same time, and how that went. */
export interface Interference {
  readonly models: readonly [string, string];
  /** Constructive: together they did more than taking turns would have. */
  readonly type: 'constructive' | 'destructive';
  /** How far the weighted speedup was from 1, at most 1. */
  readonly strength: number;
  /** How often tokens of one model followed tokens of the other, Hz. */
  readonly frequency: number;
  readonly durationMs: number;
}

class WatchedModel {
  readonly slices = new TokenSlices();
  readonly alone = new AloneRate();
  joint = new JointRate();
  lastAt = 0;
  /** Throughput together by throughput alone, of the last slice. */
  ratio = NaN;

  constructor(readonly id: string) {}
}

/**
 * Finds out what models do to each other that generate at once. Speeds alone and together are compared for pairs; while
 * three or more generate, only each one's own ratio is told.
 */
export class InterferenceWatch {
  private readonly models = new Map<string, WatchedModel>();
  /** Those that generate now, in the order in which they began. */
  private active: readonly WatchedModel[] = [];
  private activeSince = 0;
  private switches = 0;
  private lastModel: WatchedModel | undefined;

  /** @param found Told of each overlap that made a difference. */
  constructor(private readonly found: (interference: Interference) => void) {}

  /** A model generated tokens. Allocates only when a model joins or a second is over. @param at Monotonic ms. */
  passed(id: string, at: number, tokens: number): void {
    const model = this.models.get(id) ?? this.open(id);
    this.leaveQuiet(at);
    if (!this.active.includes(model)) this.become([...this.active, model], at);
    if (this.lastModel !== undefined && this.lastModel !== model) this.switches++;
    this.lastModel = model;
    model.lastAt = at;
    this.confirmOthers(model);
    if (model.slices.add(at, tokens)) this.closed(model, at);
    if (this.active.length === 2 && at - this.activeSince >= longestMs) this.tellOverlap(at);
  }

  /** A model has nothing more to generate. @param at Monotonic ms. */
  ended(id: string, at: number): void {
    const model = this.models.get(id);
    if (!model || !this.active.includes(model)) return;
    this.confirmOthers(model);
    this.leave(model, at);
  }

  /** Throughput of a model by what it reaches alone, while another generates too; NaN when there is none. */
  ratioOf(id: string): number {
    return this.active.length > 1 ? (this.models.get(id)?.ratio ?? NaN) : NaN;
  }

  private closed(model: WatchedModel, at: number): void {
    const { tokens, ms } = model.slices;
    if (this.active.length === 1) {
      model.alone.add(at, tokens, ms);
      return;
    }
    model.joint.hold(tokens, ms);
    model.ratio = (tokens * 1000) / ms / (model.alone.learnt(at)?.rate ?? NaN);
  }

  private leaveQuiet(at: number): void {
    for (const model of this.active) if (at - model.lastAt > quietMs) this.leave(model, model.lastAt);
  }

  private leave(model: WatchedModel, at: number): void {
    model.ratio = NaN;
    this.become(
      this.active.filter((other) => other !== model),
      at,
    );
  }

  private confirmOthers(model: WatchedModel): void {
    for (const other of this.active) if (other !== model) other.joint.confirm();
  }

  /** Others generate from now on: what was begun with the ones before is closed. */
  private become(active: readonly WatchedModel[], at: number): void {
    if (this.active.length === 2) this.tellOverlap(at);
    this.active = active;
    for (const model of active) model.slices.restart();
    if (active.length < 2) for (const model of active) model.ratio = NaN;
    this.beginOverlap(at);
    this.lastModel = undefined;
  }

  private beginOverlap(at: number): void {
    this.activeSince = at;
    this.switches = 0;
    for (const model of this.active) model.joint = new JointRate();
  }

  private tellOverlap(at: number): void {
    const [first, second] = this.active;
    const durationMs = at - this.activeSince;
    const firstAlone = first?.alone.learnt(at);
    const secondAlone = second?.alone.learnt(at);
    if (first && second && firstAlone && secondAlone && durationMs > 0) {
      const speedup = significantSpeedup([
        { alone: firstAlone, joint: first.joint },
        { alone: secondAlone, joint: second.joint },
      ]);
      if (speedup !== undefined)
        this.found({
          models: [first.id, second.id],
          type: speedup > 1 ? 'constructive' : 'destructive',
          strength: Math.min(1, Math.abs(speedup - 1)),
          frequency: (this.switches * 1000) / durationMs,
          durationMs,
        });
    }
    this.beginOverlap(at);
  }

  private open(id: string): WatchedModel {
    if (this.models.size >= mostModels) {
      const idle = [...this.models.values()].find((model) => !this.active.includes(model));
      // With so many at work at once the oldest one is let go.
      const gone = idle ?? this.active[0];
      if (gone) this.forget(gone);
    }
    const model = new WatchedModel(id);
    this.models.set(id, model);
    return model;
  }

  private forget(model: WatchedModel): void {
    this.ended(model.id, model.lastAt);
    this.models.delete(model.id);
  }
}
