import { readLoopbackAddress, type LoopbackAddress } from '../http/loopbackAddress';

/** A place where a runtime may listen, and which family of servers usually does there. */
export interface Candidate {
  readonly address: LoopbackAddress;
  readonly family: 'llama' | 'ollama';
}

/** llama-server has moved from one to the other. */
const llamaPorts = [8080, 9931];
const ollamaPort = 11434;

/**
 * The well-known places on this machine.
 * @param ollamaHost The environment's `OLLAMA_HOST`, which moves Ollama; one that is not on this machine is ignored.
 */
export function wellKnownCandidates(ollamaHost: string | undefined): Candidate[] {
  const llama = llamaPorts.map((port): Candidate => ({ address: localPort(port), family: 'llama' }));
  return [...llama, { address: ollamaAddress(ollamaHost) ?? localPort(ollamaPort), family: 'ollama' }];
}

export function localPort(port: number): LoopbackAddress {
  return { host: '127.0.0.1', port, prefix: '', url: `http://127.0.0.1:${port}` };
}

/** Ollama takes a host, a port, both, or a URL; an address that means "all" is reached over loopback. */
function ollamaAddress(text: string | undefined): LoopbackAddress | undefined {
  const trimmed = (text ?? '').trim().replace(/^["']|["']$/g, '');
  if (trimmed === '') return undefined;
  const schemed = trimmed.includes('://') ? trimmed : `http://${trimmed.startsWith(':') ? '0.0.0.0' : ''}${trimmed}`;
  if (!URL.canParse(schemed)) return undefined;
  const url = new URL(schemed);
  const host = url.hostname === '0.0.0.0' || url.hostname === '[::]' ? '127.0.0.1' : url.hostname;
  // Without a port Ollama takes its own; with a scheme, that of the scheme.
  const port = url.port || (trimmed.includes('://') ? '80' : ollamaPort);
  const check = readLoopbackAddress(`${url.protocol}//${host}:${port}${url.pathname}`);
  return 'address' in check ? check.address : undefined;
}
