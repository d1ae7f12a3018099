import type { RuntimeKind } from '../../protocol/status';
import { modelName } from '../collect/runtimes/parse/modelName';

/** What a runtime has, as its watcher last saw it. */
export interface RuntimeModels {
  readonly kind: RuntimeKind;
  readonly names: readonly string[];
}

const unnamed = 'unnamed';

/**
 * The label under which a request's model is known. Clients and runtimes write one model in several ways: another
 * case, Ollama's `:latest` left out, a path.
 * @param said What the request or the answer names; undefined where neither did yet.
 * @param isModelSaid Whether the runtime itself named it.
 */
export function labelOf(said: string | undefined, isModelSaid: boolean, runtime: RuntimeModels | undefined): string {
  const known = runtime?.names ?? [];
  const only = known.length === 1 ? known[0] : undefined;
  if (said === undefined) return only ?? unnamed;
  const name = modelName(said);
  const match = known.find((k) => k === name) ?? known.find((k) => plain(k) === plain(name));
  if (match !== undefined) return match;
  // llama-server takes any name for the one model that it has.
  if (only !== undefined && runtime?.kind === 'llamacpp' && !isModelSaid) return only;
  return name;
}

const plain = (name: string): string => name.toLowerCase().replace(/:latest$/, '');
