import type { Clock } from './clock';

/** Ends something that runs. Ending it twice is harmless. */
export interface Stoppable {
  stop(): void;
}

interface Task {
  readonly periodMs: number;
  readonly origin: number;
  dueAt: number;
  readonly run: (now: number) => void;
  readonly late: (periods: number) => void;
}

/** Two ticks of a task lie at least so far apart, ms. */
const leastApartMs = 2;

/**
 * One timer for everything periodic. Due times are multiples of a period from the ticker's start, so tasks of related
 * periods share a wake-up and nothing drifts. A tick that comes more than one period late is counted, never made up for.
 */
export class Ticker {
  private readonly tasks = new Set<Task>();
  private readonly origin: number;
  private timer: NodeJS.Timeout | undefined;
  private armedFor = Infinity;
  /** Called after each wake-up with the time that its tasks took, in ms. */
  ticked: (ms: number) => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly failed: (error: unknown) => void,
  ) {
    this.origin = clock.monotonic();
  }

  /**
   * Runs `run` every `periodMs` milliseconds, first at the next multiple of the period.
   * @param late Told how many periods were missed when a tick came too late.
   */
  every(periodMs: number, run: (now: number) => void, late: (periods: number) => void = () => undefined): Stoppable {
    const now = this.clock.monotonic();
    const task: Task = { periodMs, origin: this.origin, dueAt: 0, run, late };
    task.dueAt = nextDue(task, now);
    this.tasks.add(task);
    this.arm();
    return {
      stop: () => {
        this.tasks.delete(task);
        if (this.tasks.size === 0) this.disarm();
      },
    };
  }

  stop(): void {
    this.tasks.clear();
    this.disarm();
  }

  private readonly tick = (): void => {
    this.timer = undefined;
    this.armedFor = Infinity;
    const now = this.clock.monotonic();
    const wall = this.clock.now();
    for (const task of this.tasks) {
      // Timers may fire a fraction of a millisecond early; a tick that is due within it is due.
      if (task.dueAt > now + 0.5) continue;
      // What is due a moment after a late tick would be a sample of the same millisecond: it is missed, too.
      const reached = now + Math.min(leastApartMs, task.periodMs / 2);
      const missed = Math.floor((reached - task.dueAt) / task.periodMs);
      task.dueAt = nextDue(task, reached);
      if (missed > 0) task.late(missed);
      try {
        task.run(wall);
      } catch (error) {
        this.failed(error);
      }
    }
    this.ticked(this.clock.monotonic() - now);
    this.arm();
  };

  private arm(): void {
    let earliest = Infinity;
    for (const task of this.tasks) if (task.dueAt < earliest) earliest = task.dueAt;
    if (earliest === Infinity || earliest >= this.armedFor) return;
    this.disarm();
    this.armedFor = earliest;
    this.timer = setTimeout(this.tick, Math.max(0, earliest - this.clock.monotonic()));
  }

  private disarm(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.armedFor = Infinity;
  }
}

function nextDue(task: Task, now: number): number {
  return task.origin + (Math.floor((now - task.origin) / task.periodMs) + 1) * task.periodMs;
}
