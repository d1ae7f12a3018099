import type { LoopbackAddress } from '../../collect/runtimes/http/loopbackAddress';
import { Refusal } from '../../serve/refusal';
import { segmentOf } from './requestTarget';

/** A runtime to which the proxy forwards. */
export interface ProxiedRuntime {
  readonly name: string;
  readonly address: LoopbackAddress;
}

/** Where a runtime is reached through the proxy. */
export interface RuntimeBase {
  readonly name: string;
  /** What a client is given in place of the runtime's own URL: `http://127.0.0.1:9446/ollama`. */
  readonly url: string;
}

/** Names shown of a request that names no runtime of ours; longer ones are cut. */
const shownCharacters = 100;

export function basesOf(runtimes: readonly ProxiedRuntime[], proxyUrl: string): RuntimeBase[] {
  return runtimes.map(({ name }) => ({ name, url: `${proxyUrl}/${segmentOf(name)}` }));
}

/** The answer to a request for a runtime that is not known, with those that are. */
export function unknownRuntime(name: string, bases: readonly RuntimeBase[]): Refusal {
  const shown = name.length > shownCharacters ? `${name.slice(0, shownCharacters - 1)}…` : name;
  const asked = shown === '' ? 'The path names no runtime.' : `No runtime is called ${shown}.`;
  const known = bases.map((base) => `${base.name} (${base.url})`).join(', ');
  const advice =
    bases.length > 0
      ? `Known are: ${known}. Use one of these base URLs.`
      : 'None is known yet. Start a model server, or add it to the setting runtimes.';
  return new Refusal(404, 'unknown_runtime', `${asked} ${advice}`);
}
