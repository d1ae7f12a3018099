import type { Clock } from '../../clock';
import type { Component } from '../../component';
import type { EnergyDomains } from '../../energy/energyDomain';
import type { Stoppable, Ticker } from '../../ticker';
import type { GpuFacts } from './gpu';
import type { GpuBoard } from './gpuBoard';

/** What a source of GPU figures works with. */
export interface GpuContext {
  readonly board: GpuBoard;
  readonly domains: EnergyDomains;
  readonly ticker: Ticker;
  readonly clock: Clock;
  /** Readings a second where the source can choose. */
  readonly hz: number;
  /** The part of that name; one that is never opened is never shown. */
  readonly component: (id: string) => Component;
}

/** GPU memory that a process holds. */
export interface HeldMemory {
  readonly id: number;
  /** The program's name, where the source knows it. */
  readonly name?: string;
  readonly bytes: number;
}

/** A source while somebody wants its figures. */
export interface RunningSource extends Stoppable {
  /** Who holds memory now; rejects with `Unreadable`. Absent where the source does not know. */
  readonly processMemory?: (() => Promise<readonly HeldMemory[]>) | undefined;
}

export type StartGpuSource = (context: GpuContext) => RunningSource;

/** Where GPUs of a platform are read. */
export interface GpuPlatform {
  /** GPUs that are known without asking a driver, in the order of their numbers. Wakes none of them. */
  readonly known: () => readonly (GpuFacts & { readonly asleep: boolean })[];
  readonly sources: readonly StartGpuSource[];
  /** Whether the machine runs on its battery. */
  readonly isOnBattery: () => boolean;
  /** The name of a process by its number; undefined where the platform does not tell. */
  readonly processName: (id: number) => Promise<string | undefined>;
}
