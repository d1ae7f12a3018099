import { describe, isForbidden, type HttpAnswer, type HttpFailure, type HttpResult } from '../http/httpResult';
import { readModelList, readProps } from '../llamacpp/identityPages';
import { isRunningPage } from '../llamaswap/runningPage';
import { asText, field, parseJson } from '../parse/json';
import type { Candidate } from './candidates';

export type Identity =
  { readonly kind: 'llamacpp' | 'ollama' | 'llamaswap' } | { readonly kind: 'none'; readonly outcome: string };

type Get = (path: string) => Promise<HttpResult>;

/** Finds out with as few questions as possible whether a runtime listens at a place. */
export function identify(family: Candidate['family'], get: Get): Promise<Identity> {
  return family === 'ollama' ? identifyOllama(get) : identifyLlama(get);
}

const stranger: Identity = { kind: 'none', outcome: 'answers, but is not a model server that the monitor knows' };

async function identifyOllama(get: Get): Promise<Identity> {
  const version = await get('/api/version');
  if (version.outcome !== 'ok') return missed(version);
  return asText(field(parseJson(version.body), 'version')) === undefined ? stranger : { kind: 'ollama' };
}

/** `/health` needs no key, and tells llama-server (JSON) and llama-swap (text) apart from most others at once. */
async function identifyLlama(get: Get): Promise<Identity> {
  const health = await get('/health');
  if (health.outcome === 'status' && health.status === 503) return isLoading(health.body) ? llama : missed(health);
  if (health.outcome !== 'ok') return missed(health);
  if (!isHealthy(health)) {
    const running = await get('/running');
    return running.outcome === 'ok' && isRunningPage(running.body) ? { kind: 'llamaswap' } : stranger;
  }
  const props = await get('/props');
  if (props.outcome === 'ok' && readProps(props.body)) return llama;
  if (props.outcome === 'status' && props.status === 503) return llama;
  if (isForbidden(props)) return { kind: 'none', outcome: 'asks for an API key, so it cannot be read' };
  const models = await get('/v1/models');
  return models.outcome === 'ok' && readModelList(models.body)?.length ? llama : stranger;
}

const llama: Identity = { kind: 'llamacpp' };

const isHealthy = ({ body }: HttpAnswer): boolean => field(parseJson(body), 'status') === 'ok';

const isLoading = (body: string): boolean => field(field(parseJson(body), 'error'), 'type') === 'unavailable_error';

function missed(failure: HttpFailure): Identity {
  const isOtherServer = failure.outcome === 'status' && failure.status < 500 && !isForbidden(failure);
  return isOtherServer ? stranger : { kind: 'none', outcome: describe(failure) };
}
