import { figuresOf } from '../ingest/measure/figures';
import type { LiveRequest } from './liveRequest';
import { TimeHistogram } from './timeHistogram';

// Bounds as OpenTelemetry advises them for model servers, and further where a model on one's own machine is faster or slower.
const firstTokenBounds = [0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40];
const interTokenBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
const durationBounds = [0.01, 0.04, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84];

/** Models beyond so many share one account, as series do. */
const mostModels = 1000;

/** How long the requests of one model took since the monitor started. */
export interface ModelTimes {
  /** `runtime` and `model`; of those that share one account `overflow`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly firstToken: TimeHistogram;
  /** Mean of each request. */
  readonly interToken: TimeHistogram;
  readonly duration: TimeHistogram;
}

/**
 * Times of all requests that passed through the measuring proxy. A reader that comes every 15 s would miss most of them
 * in a series that has the newest one.
 */
export class RequestTimes {
  private readonly models = new Map<string, ModelTimes>();

  /** A request is over. Its time to the first token counts whatever way it ended, the others only when it is whole. */
  add({ request, meter }: Pick<LiveRequest, 'request'> & { readonly meter: ModelName }): void {
    const times = this.timesOf(meter);
    const { ttftMs, interTokenMs, durationMs } = figuresOf(request);
    times.firstToken.add(ttftMs);
    if (request.state !== 'done') return;
    times.interToken.add(interTokenMs);
    times.duration.add(durationMs);
  }

  all(): Iterable<ModelTimes> {
    return this.models.values();
  }

  private timesOf({ runtime, model }: ModelName): ModelTimes {
    const key = `${runtime}\n${model}`;
    const known = this.models.get(key);
    if (known) return known;
    if (this.models.size < mostModels) return this.open(key, { runtime, model });
    return this.models.get('') ?? this.open('', { overflow: 'true' });
  }

  private open(key: string, labels: ModelTimes['labels']): ModelTimes {
    const times = {
      labels,
      firstToken: new TimeHistogram(firstTokenBounds),
      interToken: new TimeHistogram(interTokenBounds),
      duration: new TimeHistogram(durationBounds),
    };
    this.models.set(key, times);
    return times;
  }
}

interface ModelName {
  readonly runtime: string;
  readonly model: string;
}
