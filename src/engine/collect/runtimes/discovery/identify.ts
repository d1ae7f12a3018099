import { describe, isForbidden, type HttpAnswer, type HttpFailure, type HttpResult } from '../http/httpResult';
import { readModelList, readProps } from '../llamacpp/identityPages';
import { isRunningPage } from '../llamaswap/runningPage';
import { asText, field, parseJson } from '../parse/json';
import type { Family } from './candidates';
import { isLmStudioPage, isSglangInfo, isVllmPage } from './pages';

export type Identity =
  | { readonly kind: 'llamacpp' | 'ollama' | 'llamaswap' | 'vllm' | 'sglang' | 'lmstudio' }
  | { readonly kind: 'none'; readonly outcome: string };

type Get = (path: string) => Promise<HttpResult>;

const ways: Readonly<Record<Family, (get: Get) => Promise<Identity>>> = {
  llama: identifyLlama,
  ollama: identifyOllama,
  vllm: identifyVllm,
  sglang: identifySglang,
  lmstudio: identifyLmStudio,
};

/** Finds out with as few questions as possible whether a runtime listens at a place. */
export function identify(family: Family, get: Get): Promise<Identity> {
  return ways[family](get);
}

const stranger: Identity = { kind: 'none', outcome: 'answers, but is not a model server that the monitor knows' };
const locked: Identity = { kind: 'none', outcome: 'asks for an API key, so it cannot be read' };

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
    if (isForbidden(running)) return locked;
    return running.outcome === 'ok' && isRunningPage(running.body) ? { kind: 'llamaswap' } : stranger;
  }
  const props = await get('/props');
  if (props.outcome === 'ok' && readProps(props.body)) return llama;
  if (props.outcome === 'status' && props.status === 503) return llama;
  if (isForbidden(props)) return locked;
  const models = await get('/v1/models');
  return models.outcome === 'ok' && readModelList(models.body)?.length ? llama : stranger;
}

/** Many a web application has a version, but none other publishes vLLM's metrics. */
async function identifyVllm(get: Get): Promise<Identity> {
  const version = await get('/version');
  if (version.outcome !== 'ok') return missed(version);
  if (asText(field(parseJson(version.body), 'version')) === undefined) return stranger;
  const metrics = await get('/metrics');
  return metrics.outcome === 'ok' && isVllmPage(metrics.body) ? { kind: 'vllm' } : stranger;
}

async function identifySglang(get: Get): Promise<Identity> {
  const info = await get('/get_model_info');
  if (info.outcome !== 'ok') return missed(info);
  return isSglangInfo(info.body) ? { kind: 'sglang' } : stranger;
}

/** It answers with 200 even for what it does not have, so only the shape of the answer tells. */
async function identifyLmStudio(get: Get): Promise<Identity> {
  const newer = await get('/api/v1/models');
  if (newer.outcome === 'ok' && isLmStudioPage(newer.body)) return { kind: 'lmstudio' };
  const isOtherwise = newer.outcome === 'ok' || (newer.outcome === 'status' && newer.status === 404);
  if (!isOtherwise) return missed(newer);
  const older = await get('/api/v0/models');
  return older.outcome === 'ok' && isLmStudioPage(older.body) ? { kind: 'lmstudio' } : stranger;
}

const llama: Identity = { kind: 'llamacpp' };

const isHealthy = ({ body }: HttpAnswer): boolean => field(parseJson(body), 'status') === 'ok';

const isLoading = (body: string): boolean => field(field(parseJson(body), 'error'), 'type') === 'unavailable_error';

function missed(failure: HttpFailure): Identity {
  const isOtherServer = failure.outcome === 'status' && failure.status < 500 && !isForbidden(failure);
  return isOtherServer ? stranger : { kind: 'none', outcome: describe(failure) };
}
