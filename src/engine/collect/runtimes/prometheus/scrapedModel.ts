import type { ModelReading } from '../adapter';
import { noFigures, type Figures } from '../figures';
import { CounterSet } from '../tokens/counterSet';
import { RateWindow } from '../tokens/rateWindow';
import type { Alternatives, PageNames } from './pageNames';
import { find, type ModelSamples } from './scrapedPage';
import { ScrapedTimes } from './scrapedTimes';
import { shortfallsOf, type Told } from './shortfalls';

const mostRequests = 1e6;

/** What a page says of the readings before it. */
export interface Since {
  /** The process began anew. */
  readonly isRestarted: boolean;
  /** What was not there before is known to have begun since. */
  readonly areNewFromZero: boolean;
}

/** One model of a runtime with a Prometheus page: what its counters, gauges and histograms add up to. */
export class ScrapedModel {
  isBusy = false;
  private readonly prompt = new CounterSet();
  private readonly cached = new CounterSet();
  private readonly generated = new CounterSet();
  private readonly ended = new CounterSet();
  private readonly made = new CounterSet();
  private readonly evaluated = new CounterSet();
  private readonly times = new ScrapedTimes();
  private readonly outputSpeed = new RateWindow();
  private readonly promptSpeed = new RateWindow();
  private evaluatedTokens = 0;
  private active = NaN;
  private queued = NaN;

  constructor(
    readonly name: string,
    private readonly names: PageNames,
  ) {}

  /** Figures that came and could not be used. */
  get badInputs(): number {
    return this.counters.reduce((sum, counter) => sum + counter.badInputs, 0);
  }

  get refusedHistograms(): number {
    return this.times.refused;
  }

  /** Takes in a page. @param at When it had arrived, milliseconds of a monotonic clock. */
  take(samples: ModelSamples, since: Since, at: number): void {
    const { names } = this;
    if (since.isRestarted) for (const part of [...this.counters, this.times]) part.restarted();
    const count = (set: CounterSet, alternatives: Alternatives): number => {
      const found = find(samples, alternatives);
      return found ? set.take(found.samples, found.source, since.areNewFromZero) : 0;
    };
    count(this.ended, names.ended);
    count(this.cached, names.cached);
    const grown = count(this.prompt, names.prompt) + count(this.generated, names.generated);
    const made = names.made ? count(this.made, names.made) : 0;
    if (names.evaluated) count(this.evaluated, names.evaluated);
    this.active = gauge(samples, names.active);
    this.queued = gauge(samples, names.queued);
    this.times.take(samples, names, at, since.areNewFromZero);
    this.isBusy = this.active > 0 || this.queued > 0 || grown > 0 || made > 0;
    this.follow(at);
  }

  /** The page was not read for a while: a speed cannot be told from before. */
  pause(): void {
    this.isBusy = false;
    this.outputSpeed.clear();
    this.promptSpeed.clear();
  }

  /** @param at Milliseconds of a monotonic clock. */
  reading(at: number, runtime: string, contextTokens: number | undefined): ModelReading {
    const isAtWork = Number.isNaN(this.active) ? this.isBusy : this.active > 0;
    const ttft = this.times.ttft(at);
    return {
      status: {
        name: this.name,
        state: isAtWork ? 'generating' : 'idle',
        ...(contextTokens === undefined ? {} : { contextTokens }),
      },
      figures: this.figures(),
      shortfalls: shortfallsOf(runtime, this.told()),
      ...(ttft ? { ttft } : {}),
    };
  }

  private get counters(): readonly CounterSet[] {
    return [this.prompt, this.cached, this.generated, this.ended, this.made, this.evaluated];
  }

  private get tellsPromptSpeed(): boolean {
    return this.names.evaluated ? this.evaluated.hasStarted : this.prompt.hasStarted;
  }

  /** Speeds are those of totals that never fall, even where two counters are not told at the same moment. */
  private follow(at: number): void {
    const output = this.made.hasStarted ? this.made : this.generated;
    if (output.hasStarted) this.outputSpeed.push(at, output.total);
    if (!this.tellsPromptSpeed) return;
    const evaluated = this.names.evaluated ? this.evaluated.total : this.prompt.total - this.cached.total;
    this.evaluatedTokens = Math.max(this.evaluatedTokens, evaluated);
    this.promptSpeed.push(at, this.evaluatedTokens);
  }

  private figures(): Figures {
    const figures = noFigures();
    figures['model.requests_active'] = this.active;
    figures['model.requests_queued'] = this.queued;
    figures['model.tokens_per_second'] = this.outputSpeed.rate();
    figures['model.prompt_tokens_per_second'] = this.promptSpeed.rate();
    if (this.prompt.hasStarted) figures['model.input_tokens'] = this.prompt.total;
    if (this.cached.hasStarted) figures['model.cached_tokens'] = this.cached.total;
    if (this.generated.hasStarted) figures['model.output_tokens'] = this.generated.total;
    if (this.ended.hasStarted) figures['model.requests'] = this.ended.total;
    figures['model.ttft_ms'] = this.times.median('ttft')?.value ?? NaN;
    figures['model.inter_token_ms'] = this.times.median('interToken')?.value ?? NaN;
    figures['model.request_ms'] = this.times.median('request')?.value ?? NaN;
    return figures;
  }

  private told(): Told {
    return {
      active: !Number.isNaN(this.active),
      queued: !Number.isNaN(this.queued),
      prompt: this.prompt.hasStarted,
      cached: this.cached.hasStarted,
      generated: this.generated.hasStarted,
      ended: this.ended.hasStarted,
      speed: this.generated.hasStarted || this.made.hasStarted,
      promptSpeed: this.tellsPromptSpeed,
      times: this.times,
    };
  }
}

/** A number of requests over all engines; NaN where the page has none that can be one. */
function gauge(samples: ModelSamples, alternatives: Alternatives): number {
  const found = find(samples, alternatives);
  if (!found) return NaN;
  const sum = found.samples.reduce((total, { value }) => total + value, 0);
  return sum >= 0 && sum <= mostRequests ? sum : NaN;
}
