import { asCount } from '../../../collect/runtimes/parse/json';
import { errorName } from './errorName';
import type { Dialect, EventFacts, Wire } from './eventFacts';
import { amount, counts, isContent, milliseconds, nameIn, wire } from './wire';

const seconds = 1;

/** LM Studio's `/api/v1/chat`. */
export const lmStudioChat: Dialect = {
  event: (event) => {
    switch (event['type']) {
      case 'chat.start':
        return { model: nameIn(event['model_instance_id']) };
      case 'model_load.end':
        return { loadMs: milliseconds(event['load_time_seconds'], seconds) };
      case 'message.delta':
        return isContent(event['content']) ? { text: 1 } : {};
      case 'reasoning.delta':
        return isContent(event['content']) ? { reasoning: 1 } : {};
      case 'tool_call.arguments':
        return { tool: 1 };
      case 'error':
        return { error: errorName(event['error']) ?? '' };
      case 'chat.end':
        return { ...whole(wire(event['result'])), isOver: true };
      default:
        return {};
    }
  },
  wanted: ['model_instance_id', 'stats', 'error'],
  entries: [],
  body: whole,
};

function whole(result: Wire): EventFacts {
  const stats = wire(result['stats']);
  const output = asCount(stats['total_output_tokens']);
  const perSecond = amount(stats['tokens_per_second']);
  const facts: EventFacts = {
    model: nameIn(result['model_instance_id']),
    loadMs: milliseconds(stats['model_load_time_seconds'], seconds),
    timings: {
      ...counts(asCount(stats['input_tokens']), undefined, output, asCount(stats['reasoning_output_tokens'])),
      ...(output !== undefined && perSecond ? { generatedMs: (output * 1000) / perSecond } : {}),
    },
  };
  const error = errorName(result['error']);
  if (error !== undefined) facts.error = error;
  return facts;
}
