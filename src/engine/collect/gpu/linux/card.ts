import type { GpuContext } from '../gpuSource';
import type { Gpu } from '../gpu';
import type { PciGpu } from './pciGpus';

/** A GPU that is read through files of the kernel. */
export interface Card {
  /** Reads it and shows what it told. Throws `Unreadable` when nothing of it can be read. */
  read(): void;
  /** Gives up open files. */
  close(): void;
}

/** @param pci Where it is. @param gpu Where its figures go. */
export type OpenCard = (pci: PciGpu, gpu: Gpu, context: Pick<GpuContext, 'clock' | 'hz'>) => Card;
