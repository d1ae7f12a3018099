import { asCount } from '../../../collect/runtimes/parse/json';
import type { TokenCounts } from '../../../models/measuredRequest';
import { errorName } from './errorName';
import type { Dialect, EventFacts, Wire } from './eventFacts';
import { counts, isContent, nameIn, total, wire } from './wire';

/** `/v1/messages`. Cached tokens are not part of the input that it counts, and are added to it. */
export const anthropicMessages: Dialect = {
  event: (event) => {
    switch (event['type']) {
      case 'message_start': {
        const message = wire(event['message']);
        return { model: nameIn(message['model']), usage: inputOf(message['usage']) };
      }
      case 'content_block_delta':
        return delta(wire(event['delta']));
      case 'message_delta':
        return {
          usage: counts(undefined, undefined, asCount(wire(event['usage'])['output_tokens'])),
          lateInput: inputOf(event['usage']),
          isFinished: typeof wire(event['delta'])['stop_reason'] === 'string',
        };
      case 'message_stop':
        return { isOver: true };
      default:
        return failure(event);
    }
  },
  wanted: ['type', 'model', 'usage', 'error'],
  entries: [],
  body: (values) => ({
    ...failure(values),
    model: nameIn(values['model']),
    usage: {
      ...inputOf(values['usage']),
      ...counts(undefined, undefined, asCount(wire(values['usage'])['output_tokens'])),
    },
  }),
};

function inputOf(usage: unknown): TokenCounts {
  const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens } = wire(usage);
  return counts(
    total(input_tokens, cache_read_input_tokens, cache_creation_input_tokens),
    asCount(cache_read_input_tokens),
    undefined,
  );
}

function delta({ text, thinking, partial_json }: Wire): EventFacts {
  if (isContent(text)) return { text: 1 };
  if (isContent(thinking)) return { reasoning: 1 };
  return isContent(partial_json) ? { tool: 1 } : {};
}

function failure(event: Wire): EventFacts {
  const error = event['type'] === 'error' ? (errorName(event['error']) ?? '') : errorName(event['error']);
  return error === undefined ? {} : { error };
}
