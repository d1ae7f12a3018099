import { asCount } from '../../../collect/runtimes/parse/json';
import { errorName } from './errorName';
import type { Dialect, EventFacts, Wire } from './eventFacts';
import { counts, isContent, list, milliseconds, nameIn, wire } from './wire';

const nanoseconds = 1e9;

/** Ollama's `/api/generate` and `/api/chat`. */
export const ollama: Dialect = {
  event: (event) => {
    const facts = frame(event);
    const message = wire(event['message']);
    if (isContent(event['response']) || isContent(message['content'])) facts.text = 1;
    if (isContent(event['thinking']) || isContent(message['thinking'])) facts.reasoning = 1;
    const calls = list(event['tool_calls']).length + list(message['tool_calls']).length;
    if (calls > 0) facts.tool = calls;
    const entries = list(event['logprobs']);
    if (entries.length > 0) facts.entries = entries;
    return facts;
  },
  wanted: ['model', 'done', 'error', 'prompt_eval_count', 'eval_count', 'eval_duration', 'load_duration'],
  entries: ['logprobs[]'],
  body: frame,
};

/** Ollama's `/api/embed` and `/api/embeddings`. */
export const ollamaEmbeddings: Dialect = {
  event: frame,
  wanted: ['model', 'error', 'prompt_eval_count', 'load_duration'],
  entries: [],
  body: frame,
};

function frame(event: Wire): EventFacts {
  const facts: EventFacts = { model: nameIn(event['model']) };
  const error = errorName(event['error']);
  if (error !== undefined) facts.error = error;
  facts.loadMs = milliseconds(event['load_duration'], nanoseconds);
  const generatedMs = milliseconds(event['eval_duration'], nanoseconds);
  facts.timings = {
    // Counts of nothing are left out by the runtime, and so is the prompt's when all of it came from the cache.
    ...counts(asCount(event['prompt_eval_count']), undefined, asCount(event['eval_count'])),
    ...(generatedMs === undefined ? {} : { generatedMs }),
  };
  if (typeof event['done'] === 'boolean') facts.isOver = event['done'];
  return facts;
}
