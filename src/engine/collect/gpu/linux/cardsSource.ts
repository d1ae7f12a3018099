import type { Stoppable } from '../../../ticker';
import { Unreadable } from '../../system/unreadable';
import type { GpuContext, HeldMemory, RunningSource } from '../gpuSource';
import { asleepReason } from '../asleep';
import { openAmdCard } from './amdCard';
import type { Card, OpenCard } from './card';
import { DrmClients } from './drmClients';
import { openIntelCard } from './intelCard';
import { isAsleep, pciGpus, type PciGpu } from './pciGpus';

const drivers: ReadonlyMap<string, OpenCard> = new Map([
  ['amdgpu', openAmdCard],
  ['i915', openIntelCard],
  ['xe', openIntelCard],
]);
/** GPUs in boxes come and go. */
const listMs = 10_000;
const goneReason = 'The system no longer lists this GPU: it was unplugged or given to a virtual machine.';

interface HeldCard {
  pci: PciGpu;
  /** Open while the GPU is awake. */
  card: Card | undefined;
}

/** GPUs of AMD and Intel on Linux: files of the kernel, no other program. */
export class CardsSource implements RunningSource {
  private readonly ticking: Stoppable;
  private readonly clients: DrmClients;
  private readonly held = new Map<string, HeldCard>();
  private listAt = -Infinity;

  constructor(
    private readonly context: GpuContext,
    private readonly roots: { readonly proc: string; readonly sys: string },
  ) {
    this.clients = new DrmClients(roots.proc);
    this.tick();
    this.ticking = context.ticker.every(1000 / context.hz, () => {
      this.tick();
    });
  }

  stop(): void {
    this.ticking.stop();
    for (const { card } of this.held.values()) card?.close();
    this.held.clear();
  }

  readonly processMemory = async (): Promise<readonly HeldMemory[]> =>
    this.held.size === 0 ? [] : this.clients.read();

  private tick(): void {
    const now = this.context.clock.monotonic();
    if (now >= this.listAt) {
      this.listAt = now + listMs;
      this.list();
    }
    for (const one of this.held.values()) this.read(one);
  }

  private list(): void {
    const listed = pciGpus(this.roots.sys).filter(({ vendor }) => vendor !== 'NVIDIA');
    for (const [place, one] of this.held) {
      if (listed.some((pci) => pci.place === place && pci.driver === one.pci.driver)) continue;
      one.card?.close();
      this.held.delete(place);
      if (!listed.some((pci) => pci.place === place)) this.context.board.at(one.pci)?.unavailable(goneReason);
    }
    for (const pci of listed) if (!this.held.has(pci.place)) this.held.set(pci.place, { pci, card: undefined });
  }

  private read(one: HeldCard): void {
    const { pci } = one;
    const gpu = this.context.board.at(pci);
    if (!gpu) return;
    const component = this.context.component(`gpu.${pci.vendor.toLowerCase()}`);
    if (isAsleep(pci.folder)) {
      one.card?.close();
      one.card = undefined;
      gpu.setAsleep(true);
      gpu.unavailable(asleepReason);
      component.stopped();
      return;
    }
    gpu.setAsleep(false);
    try {
      const open = drivers.get(pci.driver);
      if (!open) throw strange(pci);
      one.card ??= open(pci, gpu, this.context);
      one.card.read();
      component.running();
    } catch (error) {
      one.card?.close();
      one.card = undefined;
      const reason = error instanceof Unreadable ? error.message : `Reading it failed (${String(error)}).`;
      gpu.unavailable(reason);
      component.degraded(`${pci.name} at ${pci.place}: ${reason} Its figures are missing; the others go on.`);
    }
  }
}

function strange({ vendor, driver }: PciGpu): Unreadable {
  const known = vendor === 'AMD' ? 'amdgpu' : 'i915 or xe';
  return new Unreadable(
    driver === '' ? 'No driver holds this GPU.' : `The driver ${driver} gives no figures of this GPU.`,
    `Figures need the driver ${known}.`,
  );
}
