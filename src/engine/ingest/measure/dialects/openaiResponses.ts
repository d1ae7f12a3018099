import { errorName } from './errorName';
import type { Dialect, EventFacts, Wire } from './eventFacts';
import { openaiFrame } from './openaiChat';
import { isContent, list, wire } from './wire';

const content: ReadonlyMap<unknown, 'text' | 'reasoning' | 'tool'> = new Map([
  ['response.output_text.delta', 'text'],
  ['response.refusal.delta', 'text'],
  ['response.reasoning_text.delta', 'reasoning'],
  ['response.reasoning_summary_text.delta', 'reasoning'],
  ['response.function_call_arguments.delta', 'tool'],
  ['response.custom_tool_call_input.delta', 'tool'],
  ['response.mcp_call_arguments.delta', 'tool'],
  ['response.code_interpreter_call_code.delta', 'tool'],
]);
const ends: ReadonlySet<unknown> = new Set(['response.completed', 'response.incomplete', 'response.failed']);

/** `/v1/responses`. */
export const openaiResponses: Dialect = {
  event: (event) => {
    const { type } = event;
    const kind = content.get(type);
    if (kind !== undefined) return delta(event, kind);
    // The event is the error itself, not something that holds one.
    if (type === 'error') return { error: errorName(event['error'] ?? { code: event['code'] }) ?? '' };
    const facts = whole(wire(event['response'] ?? event));
    // llama-server puts its timings beside the response.
    if (event['timings'] !== undefined) facts.timings = openaiFrame(event).timings;
    if (ends.has(type)) facts.isOver = true;
    return facts;
  },
  wanted: ['status', 'model', 'usage', 'timings', 'error'],
  entries: ['output[].content[].logprobs[]'],
  body: whole,
};

function delta(event: Wire, kind: 'text' | 'reasoning' | 'tool'): EventFacts {
  const facts: EventFacts = {};
  if (isContent(event['delta'])) facts[kind] = 1;
  const entries = list(event['logprobs']);
  if (entries.length > 0) facts.entries = entries;
  return facts;
}

function whole(response: Wire): EventFacts {
  const facts = openaiFrame(response);
  if (response['status'] === 'failed') facts.error ??= '';
  return facts;
}
