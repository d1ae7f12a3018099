import type { ComponentStatus } from '../protocol/status';
import type { Config } from '../protocol/settings';
import type { Clock } from './clock';
import type { PassedPrompt } from './ingest/measure/prompt/promptReader';
import type { Log } from './log';
import type { Interference } from './models/interference/interferenceWatch';
import { configChange } from './producers/configChange';
import { EnergyEvents, type FrameFigures, type ModelTotals } from './producers/energyEvents';
import { heartbeatData, type HeartbeatFigures } from './producers/heartbeatData';
import { interferenceData } from './producers/interferenceData';
import { PromptEvents } from './producers/promptEvents';
import { loadPromptKey } from './producers/promptKey';
import type { RecordEvent } from './producers/recordEvent';
import { RequestEvents, type EndedRequest } from './producers/requestEvents';
import type { Stoppable, Ticker } from './ticker';

export interface EventRoomOptions {
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly log: Log;
  readonly dataDir: string;
  readonly record: RecordEvent;
  /** What each model did so far. */
  readonly works: (at: number) => readonly ModelTotals[];
  readonly frame: () => FrameFigures;
  readonly heartbeat: () => HeartbeatFigures;
  readonly components: () => readonly ComponentStatus[];
}

const observeMs = 1000;
const heartbeatMs = 60_000;

/** Makes events of what the other rooms tell. */
export class EventRoom {
  private readonly requests: RequestEvents;
  private readonly prompts: PromptEvents;
  private energy: EnergyEvents;
  private tasks: readonly Stoppable[] = [];

  constructor(private readonly options: EventRoomOptions) {
    const { record, log, dataDir } = options;
    this.requests = new RequestEvents(record);
    this.energy = new EnergyEvents(record);
    this.prompts = new PromptEvents({
      record,
      loadKey: () => loadPromptKey(dataDir, log),
      report: (problem) => {
        log('warn', problem);
      },
    });
  }

  start(): void {
    const { ticker, record, heartbeat, components } = this.options;
    this.tasks = [
      ticker.every(observeMs, () => {
        this.observe();
      }),
      ticker.every(heartbeatMs, () => {
        record('health.heartbeat', heartbeatData(heartbeat(), components()));
      }),
    ];
  }

  /** Tells of everything that was still to be told. */
  stop(): void {
    for (const task of this.tasks) task.stop();
    this.tasks = [];
    this.observe();
    this.requests.flushAll();
  }

  /** A session begins: energy counts from here. */
  sessionBegan(): void {
    const { record, works, clock } = this.options;
    this.energy = new EnergyEvents(record, works(clock.monotonic()));
  }

  readonly requestEnded = (request: EndedRequest): void => {
    this.requests.ended(request, this.options.clock.monotonic());
  };

  readonly prompted = (prompt: PassedPrompt): void => {
    this.prompts.passed(prompt, this.options.clock.monotonic());
  };

  readonly interfered = (found: Interference): void => {
    this.options.record('pattern.interference', interferenceData(found));
  };

  configured(before: Config, after: Config): void {
    const change = configChange(before, after);
    if (change) this.options.record('config.changed', change);
  }

  private observe(): void {
    const { clock, works, frame } = this.options;
    const at = clock.monotonic();
    const models = works(at);
    if (models.length > 0) this.energy.observe(models, frame());
    this.requests.flush(at);
  }
}
