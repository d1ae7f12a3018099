import type { InstanceStatus } from './instances';

/** Where a part of the engine stands. Failure is a state with a reason, never an exception that ends the rest. */
export type ComponentState =
  | { readonly state: 'starting' }
  | { readonly state: 'running' }
  | { readonly state: 'degraded'; readonly reason: string }
  | { readonly state: 'stopped' };

export type ComponentStatus = ComponentState & { readonly id: string };

export type RuntimeKind = 'llamacpp' | 'ollama' | 'vllm' | 'sglang' | 'lmstudio' | 'llamaswap' | 'openai';

/** A model that a runtime has ready. */
export interface ModelStatus {
  readonly name: string;
  readonly state: 'idle' | 'generating' | 'loading';
  /** Memory the model takes, where the runtime says so. */
  readonly memoryBytes?: number;
  /** The part of it that lies on a GPU, 0 to 1, where the runtime says so. */
  readonly gpuShare?: number;
  readonly contextTokens?: number;
  /** The model runs on another machine, so its energy is unknown. */
  readonly isElsewhere?: true;
}

/** A model server that answered. */
export interface RuntimeStatus {
  readonly name: string;
  readonly kind: RuntimeKind;
  readonly url: string;
  readonly version?: string;
  readonly models: readonly ModelStatus[];
  /** What this runtime does not tell, and how to get it; empty when everything is read. */
  readonly notes: readonly string[];
}

/** One place where the monitor looked for a model server, and what it met there. */
export interface Probe {
  readonly url: string;
  readonly outcome: string;
}

export interface MachineStatus {
  readonly host: string;
  readonly platform: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** Known some seconds after the start, where the machine tells. */
  readonly cpu?: string;
  readonly gpus?: readonly string[];
  readonly os?: string;
}

export interface EngineStatus {
  /** Who shares the engine, the leader first; none is known while there is no engine. */
  readonly instances: readonly InstanceStatus[];
  /** Which of them is told this; undefined for programs that share it over HTTP only. */
  readonly self?: Pick<InstanceStatus, 'instance' | 'role'>;
  readonly version: string;
  readonly paused: boolean;
  readonly startedAt: number;
  readonly machine: MachineStatus;
  readonly components: readonly ComponentStatus[];
  readonly runtimes: readonly RuntimeStatus[];
  readonly probes: readonly Probe[];
  /** Whether model servers are looked for at all, besides those that the settings name. */
  readonly discovers: boolean;
  /** Where the HTTP server listens, when it does. */
  readonly http?: string;
  /** SHA-256 of the certificate that the server shows, where it speaks HTTPS. */
  readonly fingerprint?: string;
  /** Base URL of the measuring proxy, when it listens; a runtime's name follows it. */
  readonly proxy?: string;
  /** How far back the hot ring reaches, ms since 1970. */
  readonly ringSince?: number;
}
