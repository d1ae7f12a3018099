import type { Group } from '../../metrics/group';
import type { Component } from '../../component';
import type { Sink } from '../collector';
import { processLabel } from '../system/topProcesses';
import type { GpuPlatform, HeldMemory, RunningSource } from './gpuSource';

const metric = 'system.process_gpu_memory_bytes';
const notTold =
  'This system tells GPU memory by process to no program without help; its own task or activity monitor shows it.';
const mostShown = 10;
/** Asking nvidia-smi starts it once more. */
export const processesHz = 0.2;

/** The ten processes that hold most GPU memory, on all GPUs together. */
export class GpuProcesses {
  private group: Group | undefined;
  private isBusy = false;

  constructor(
    private readonly sink: Sink,
    private readonly nameOf: GpuPlatform['processName'],
    private readonly now: () => number,
    private readonly component: () => Component,
  ) {}

  /** Asks the sources and hands on a frame; never twice at a time. One source that fails takes nothing from the others. */
  async read(sources: readonly RunningSource[]): Promise<void> {
    if (this.isBusy) return;
    if (!sources.some(({ processMemory }) => processMemory)) {
      this.sink.setQuality(this.sink.series(metric), 'unavailable', notTold);
      return;
    }
    this.isBusy = true;
    try {
      const answers = await Promise.allSettled(
        sources.map((source) => source.processMemory?.() ?? Promise.resolve([])),
      );
      this.tell(answers.flatMap((answer) => (answer.status === 'rejected' ? [String(answer.reason)] : [])));
      const top = topHolders(answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])));
      const names = await Promise.all(top.map(async ({ id, name }) => (await this.nameOf(id)) ?? name));
      this.show(top.map(({ id, bytes }, at) => ({ label: processLabel({ id, name: names[at] ?? 'process' }), bytes })));
    } finally {
      this.isBusy = false;
    }
  }

  private tell(problems: readonly string[]): void {
    if (problems.length === 0) this.component().running();
    else
      this.component().degraded(
        `GPU memory of some processes is missing; the monitor asks again every 5 s. ${problems.join(' ')}`,
      );
  }

  private show(shown: readonly { readonly label: string; readonly bytes: number }[]): void {
    if (shown.length === 0) return;
    const layout = shown.map(({ label }) => this.sink.series(metric, { process: label }));
    const group = (this.group ??= this.sink.group('gpu.processes', processesHz));
    const isSame = layout.length === group.layout.length && layout.every((one, at) => one === group.layout[at]);
    if (!isSame) group.setLayout(layout);
    shown.forEach(({ bytes }, at) => {
      group.values[at] = bytes;
    });
    this.sink.commit(group, this.now());
  }
}

/** One entry a process, added up over GPUs, the largest first. */
export function topHolders(held: readonly HeldMemory[]): readonly HeldMemory[] {
  const byId = new Map<number, HeldMemory>();
  for (const one of held) {
    const known = byId.get(one.id);
    byId.set(one.id, known ? { ...one, ...known, bytes: known.bytes + one.bytes } : one);
  }
  return [...byId.values()].sort((a, b) => b.bytes - a.bytes || a.id - b.id).slice(0, mostShown);
}
