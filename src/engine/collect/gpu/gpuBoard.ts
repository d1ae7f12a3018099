import { Gpu, type GpuFacts, type GpuInfo, type GpuOptions } from './gpu';

/** More than any machine holds; a source that names ever new GPUs is not followed further. */
const mostGpus = 64;

/** Every GPU that was seen in this run. Numbers are given once, so that a label goes on meaning the same GPU. */
export class GpuBoard {
  private readonly gpus = new Map<string, Gpu>();

  constructor(private readonly options: GpuOptions) {}

  /** The GPU at that place, numbered on its first mention; undefined when there are absurdly many. */
  at(facts: GpuFacts): Gpu | undefined {
    const known = this.gpus.get(facts.place);
    if (known || this.gpus.size >= mostGpus) return known;
    const gpu = new Gpu(this.gpus.size, facts, this.options);
    this.gpus.set(facts.place, gpu);
    this.options.changed();
    return gpu;
  }

  infos(): readonly GpuInfo[] {
    return Array.from(this.gpus.values(), (gpu) => gpu.info);
  }

  /** Nothing is read for now: what passes is in nobody's account. */
  gap(): void {
    for (const gpu of this.gpus.values()) gpu.power.gap();
  }
}
