import type { InstanceStatus } from '../../../protocol/instances';
import type { Answer } from '../answer';
import type { Parameters } from '../parameters';
import type { Sources } from '../sources';

export interface Instances {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** The one that runs the engine first. */
  readonly instances: readonly InstanceStatus[];
}

/** `GET /api/instances`: the windows and commands that share this engine. */
export function instances(parameters: Parameters, sources: Sources): Answer {
  parameters.only();
  const body: Instances = { timestamp: sources.now(), instances: sources.status().instances };
  return { body };
}
