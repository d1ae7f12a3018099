import { entriesOfColumns } from '../../../entropy/logprobEntry';
import type { Dialect, EventFacts, Wire } from './eventFacts';
import { addEntries, countAlong, openaiBody, openaiFrame, readChoiceEnd } from './openaiChat';
import { isContent, list, wire } from './wire';

/** `/v1/completions`. */
export const openaiCompletion: Dialect = {
  event: (event) => {
    const facts = openaiFrame(event);
    for (const choice of list(event['choices'])) readChoice(facts, wire(choice));
    countAlong(facts);
    return facts;
  },
  // The older form of log-probabilities keeps tokens and candidates apart, so that it has to be read as a whole; here
  // only the newer one is looked for.
  wanted: ['model', 'usage', 'timings', 'stats', 'error', 'choices[].index'],
  entries: ['choices[].logprobs.content[]'],
  body: openaiBody,
};

function readChoice(facts: EventFacts, choice: Wire): void {
  readChoiceEnd(facts, choice);
  if (isContent(choice['text'])) facts.text = (facts.text ?? 0) + 1;
  const logprobs = wire(choice['logprobs']);
  addEntries(facts, entriesOfColumns(logprobs) ?? list(logprobs['content']));
}
