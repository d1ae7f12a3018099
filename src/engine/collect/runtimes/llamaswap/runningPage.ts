import { readLoopbackAddress, type LoopbackAddress } from '../http/loopbackAddress';
import { asArray, asText, field, parseJson } from '../parse/json';

/** A model that llama-swap has started. */
export interface RunningModel {
  readonly id: string;
  readonly state: 'ready' | 'starting';
  /** Where its server listens; undefined where it is not on this machine, or where llama-swap does not say. */
  readonly address: LoopbackAddress | undefined;
}

const mostModels = 256;

/** Whether a text is llama-swap's answer to `/running`. */
export function isRunningPage(text: string): boolean {
  return asArray(field(parseJson(text), 'running')) !== undefined;
}

/** The models that run or start, or undefined when the text is not llama-swap's answer to `/running`. */
export function readRunningPage(text: string): readonly RunningModel[] | undefined {
  const running = asArray(field(parseJson(text), 'running'));
  if (!running || running.length > mostModels) return undefined;
  return running.flatMap((entry): RunningModel[] => {
    const id = asText(field(entry, 'model'));
    const state = asText(field(entry, 'state'));
    if (id === undefined || (state !== 'ready' && state !== 'starting')) return [];
    const check = readLoopbackAddress(asText(field(entry, 'proxy')) ?? '');
    return [{ id, state, address: 'address' in check ? check.address : undefined }];
  });
}
