import type { HttpResult } from '../../../../src/engine/collect/runtimes/http/httpResult';
import { nobody, ok, status } from './simulation';

interface Task {
  readonly id: number;
  readonly slot: number;
  readonly startedAt: number;
  readonly tokens: number;
  readonly perSecond: number;
}

export interface Offered {
  readonly metrics?: boolean;
  readonly slots?: boolean;
  /** Whether `/props` says which pages there are, as newer builds do. */
  readonly tells?: boolean;
}

/** A llama-server in simulated time: its tasks make tokens steadily, its counters know them once they ended. */
export class SimulatedLlama {
  isUp = true;
  private tasks: Task[] = [];
  private nextTask = 0;
  private generated = 0;
  private evaluated = 0;
  private startMark = 1;

  constructor(
    private readonly model = 'm.gguf',
    private readonly offered: Offered = {},
    generatedBefore = 1000,
  ) {
    this.generated = generatedBefore;
  }

  begin(tokens: number, perSecond: number, slot = 0): void {
    this.settle();
    this.evaluated += 24;
    this.tasks.push({ id: this.nextTask++, slot, startedAt: Date.now(), tokens, perSecond });
  }

  /** A crash and a new start: tasks are lost, counters begin anew. */
  restart(): void {
    this.tasks = [];
    this.nextTask = 0;
    this.generated = 0;
    this.evaluated = 0;
    this.startMark++;
  }

  answer(path: string): HttpResult {
    if (!this.isUp) return nobody;
    this.settle();
    switch (path) {
      case '/health':
        return ok('{"status":"ok"}');
      case '/props':
        return ok(this.props());
      case '/v1/models':
        return ok(JSON.stringify({ data: [{ id: this.model, owned_by: 'llamacpp', meta: { n_ctx: 4096 } }] }));
      case '/metrics':
        return this.offered.metrics === false
          ? status(501)
          : ok(this.metrics(), { 'process-start-time-unix': String(this.startMark) });
      case '/slots':
        return this.offered.slots === false ? status(501) : ok(this.slots());
      default:
        return status(404);
    }
  }

  private settle(): void {
    this.tasks = this.tasks.filter((task) => {
      if (madeBy(task) < task.tokens) return true;
      this.generated += task.tokens;
      return false;
    });
  }

  private props(): string {
    const { metrics = true, slots = true, tells = true } = this.offered;
    const flags = tells ? { endpoint_metrics: metrics, endpoint_slots: slots } : {};
    return JSON.stringify({ build_info: 'b1', model_path: this.model, ...flags });
  }

  private metrics(): string {
    return [
      `llamacpp:prompt_tokens_total ${this.evaluated}`,
      'llamacpp:prompt_tokens_cached_total 5',
      `llamacpp:tokens_predicted_total ${this.generated}`,
      `llamacpp:requests_processing ${this.tasks.length}`,
      'llamacpp:requests_deferred 0',
    ].join('\n');
  }

  private slots(): string {
    return JSON.stringify(
      [0, 1].map((id) => {
        const task = this.tasks.find(({ slot }) => slot === id);
        if (!task) return { id, is_processing: false };
        const next_token = [{ n_decoded: madeBy(task) }];
        return { id, is_processing: true, id_task: task.id, n_prompt_tokens_processed: 24, next_token };
      }),
    );
  }
}

/** The first token comes at once: the prompt takes no time here. */
const madeBy = ({ startedAt, tokens, perSecond }: Task): number =>
  Math.min(tokens, 1 + Math.floor(((Date.now() - startedAt) / 1000) * perSecond));
