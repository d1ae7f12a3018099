import type { RecordEvent } from './recordEvent';
import { diversity } from './diversity';

/** What a model did so far. */
export interface ModelTotals {
  /** `runtime/model`. */
  readonly id: string;
  /** Joules above idle that were attributed to it; a request that turns out to be another model's takes its own along. */
  readonly joules: number;
  /** Tokens that it generated. */
  readonly tokens: number;
}

/** What else is known of the moment. */
export interface FrameFigures {
  /** Number of the newest frame. */
  readonly frameId: number;
  /** Frames per second; null where none came. */
  readonly fps: number | null;
  /** Time that a frame takes, ms; null where it is not known. */
  readonly frameMs: number | null;
}

/** Less than a billionth of a joule is rounding. */
const leastJoules = 1e-9;

/** Makes an `energy.update` of what each model used since the last one. */
export class EnergyEvents {
  private readonly told = new Map<string, { joules: number; tokens: number }>();
  private accumulator = 0;

  /** @param before What models did before the session, of which it tells nothing. */
  constructor(
    private readonly record: RecordEvent,
    before: readonly ModelTotals[] = [],
  ) {
    for (const { id, joules, tokens } of before) this.told.set(id, { joules, tokens });
  }

  /** Meant to be called once a second. @param models All that are known. */
  observe(models: readonly ModelTotals[], frame: FrameFigures): void {
    const index = diversity(models.map(({ id, tokens }) => tokens - (this.told.get(id)?.tokens ?? 0)));
    for (const { id, joules, tokens } of models) this.tell(id, joules, tokens, index, frame);
    const known = new Set(models.map(({ id }) => id));
    for (const [id, { tokens }] of [...this.told]) {
      if (known.has(id)) continue;
      // Such a model was only a name, and what it used was given to another one.
      this.tell(id, 0, tokens, index, frame);
      this.told.delete(id);
    }
  }

  private tell(id: string, joules: number, tokens: number, index: number | null, frame: FrameFigures): void {
    const before = this.told.get(id) ?? { joules: 0, tokens: 0 };
    const energy = joules - before.joules;
    // Energy may come seconds after its tokens, which are told with it.
    if (Math.abs(energy) < leastJoules) return;
    this.told.set(id, { joules, tokens });
    this.accumulator += energy;
    this.record(
      'energy.update',
      {
        energy,
        accumulator: this.accumulator,
        model_id: id,
        fps: frame.fps,
        frame_budget_used: frame.frameMs,
        diversity_index: index,
        token_count: Math.max(0, tokens - before.tokens),
      },
      { frameId: frame.frameId, energyDelta: energy },
    );
  }
}
