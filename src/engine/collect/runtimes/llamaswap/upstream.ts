import type { ModelReading, Reply, Route } from '../adapter';
import type { LoopbackAddress } from '../http/loopbackAddress';
import { LlamaModel } from '../llamacpp/llamaModel';

/**
 * The llama-server that llama-swap started for one model. It is asked itself, for a question that llama-swap passes on
 * would start a model that was just unloaded, and keep one loaded that its time limit would unload.
 */
export class Upstream {
  private readonly prefix: string;
  private readonly model: LlamaModel;
  /** Other servers than llama-server may stand behind llama-swap. */
  private isLlama = true;

  constructor(
    readonly name: string,
    id: string,
    readonly address: LoopbackAddress,
  ) {
    this.prefix = `/upstream/${encodeURIComponent(id.toWellFormed())}`;
    this.model = new LlamaModel(name, '', this.prefix);
  }

  /** Whether its slots show it at work. */
  isLive(at: number): boolean {
    return this.isLlama && this.model.isLive(at);
  }

  plan(at: number): readonly string[] {
    return this.isLlama ? this.model.plan(at) : [];
  }

  route(path: string): Route | undefined {
    const own = path.startsWith(`${this.prefix}/`) ? path.slice(this.prefix.length) : undefined;
    return own === undefined ? undefined : { address: this.address, path: own };
  }

  /** Takes in what came of the plan. */
  take(byPath: ReadonlyMap<string, Reply>): void {
    const metrics = byPath.get(this.model.metricsPath);
    const slots = byPath.get(this.model.slotsPath);
    for (const reply of [metrics, slots]) {
      if (reply?.result.outcome === 'status') this.model.doesNotOffer(reply.path);
      else if (reply && reply.result.outcome !== 'ok') this.model.lost();
    }
    const { isUsable, problem } = this.model.take(metrics, slots);
    const { offers } = this.model;
    if ((problem !== undefined && !isUsable) || (!offers.metrics && !offers.slots)) this.isLlama = false;
  }

  /** What the llama-server tells; undefined of a server that is none, or gives nothing. */
  reading(at: number): ModelReading | undefined {
    return this.isLlama ? this.model.reading(at) : undefined;
  }

  lost(): void {
    this.isLlama = true;
    this.model.lost();
  }
}
