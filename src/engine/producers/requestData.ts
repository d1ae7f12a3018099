import type { RequestInfo, RequestState } from '../../protocol/requests';
import type { EventData } from '../store/events/eventSchemas';

type RequestData = EventData['model.request'];
type FinalState = RequestData['state'];

const mostCharacters = 1024;

/** A request that is over as its event tells it: figures only. Undefined while it goes on. */
export function requestData(info: RequestInfo): RequestData | undefined {
  const { state, status, problem, entropyBits, energyQuality } = info;
  if (!isFinal(state)) return undefined;
  return {
    request_id: info.id,
    model_id: `${info.runtime}/${info.model}`,
    runtime: info.runtime,
    kind: info.kind,
    state,
    token_quality: info.tokenQuality,
    ...(status === undefined ? {} : { status }),
    ...known({
      ttft_ms: info.ttftMs,
      duration_ms: info.durationMs,
      tokens_per_second: info.tokensPerSecond,
      input_tokens: info.inputTokens,
      cached_tokens: info.cachedTokens,
      output_tokens: info.outputTokens,
      reasoning_tokens: info.reasoningTokens,
      entropy_share: info.entropyShare,
      energy_joules: info.energyJoules,
    }),
    ...(entropyBits === undefined ? {} : { entropy_bits: entropyBits }),
    ...(energyQuality === undefined ? {} : { energy_quality: energyQuality }),
    ...(problem === undefined ? {} : { problem: problem.slice(0, mostCharacters) }),
  };
}

function isFinal(state: RequestState): state is FinalState {
  return state !== 'waiting' && state !== 'generating';
}

/** Of the figures those that are known. */
function known<K extends string>(figures: Readonly<Record<K, number | undefined>>): Partial<Record<K, number>> {
  const entries = Object.entries<number | undefined>(figures).filter(([, value]) => Number.isFinite(value));
  return Object.fromEntries(entries) as Partial<Record<K, number>>;
}
