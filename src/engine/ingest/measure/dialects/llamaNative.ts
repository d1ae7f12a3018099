import { asCount } from '../../../collect/runtimes/parse/json';
import { errorName } from './errorName';
import type { Dialect, EventFacts, Wire } from './eventFacts';
import { timingsOf } from './usage';
import { counts, isContent, list, nameIn } from './wire';

/** llama-server's own `/completion`, `/completions` and `/infill`. */
export const llamaNative: Dialect = {
  event: (event) => {
    const facts = frame(event);
    if (isContent(event['content'])) {
      facts.text = 1;
      facts.tokensSoFar = facts.timings?.output ?? facts.usage?.output;
    }
    const entries = list(event['completion_probabilities']);
    if (entries.length > 0) facts.entries = entries;
    return facts;
  },
  wanted: ['model', 'stop', 'index', 'timings', 'tokens_predicted', 'tokens_evaluated', 'error'],
  entries: ['completion_probabilities[]'],
  body: frame,
};

function frame(event: Wire): EventFacts {
  const facts: EventFacts = {
    model: nameIn(event['model']),
    choice: asCount(event['index']) ?? 0,
    usage: counts(asCount(event['tokens_evaluated']), undefined, asCount(event['tokens_predicted'])),
    timings: timingsOf(event['timings']),
  };
  const error = errorName(event['error']);
  if (error !== undefined) facts.error = error;
  if (event['stop'] === true) facts.isOver = true;
  return facts;
}
