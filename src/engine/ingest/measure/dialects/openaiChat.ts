import { asCount } from '../../../collect/runtimes/parse/json';
import { errorName } from './errorName';
import type { Dialect, EventFacts, Wire } from './eventFacts';
import { timingsOf, usageCounts } from './usage';
import { isContent, list, milliseconds, nameIn, wire } from './wire';

/** `/v1/chat/completions`, and what LM Studio's `/api/v0` adds to it. */
export const openaiChat: Dialect = {
  event: (event) => {
    const facts = openaiFrame(event);
    for (const choice of list(event['choices'])) readChoice(facts, wire(choice));
    countAlong(facts);
    return facts;
  },
  wanted: ['model', 'usage', 'timings', 'stats', 'error', 'choices[].index'],
  entries: ['choices[].logprobs.content[]', 'choices[].logprobs.refusal[]'],
  body: openaiBody,
};

/** What events and answers of every OpenAI kind have in common. */
export function openaiFrame(event: Wire): EventFacts {
  const facts: EventFacts = { model: nameIn(event['model']), timings: timingsOf(event['timings']) };
  const usage = usageCounts(event['usage']);
  if (usage) facts.usage = usage;
  const error = errorName(event['error']);
  if (error !== undefined) facts.error = error;
  return facts;
}

/** Of an answer in one piece. */
export function openaiBody(values: Wire): EventFacts {
  const facts = openaiFrame(values);
  facts.choice = asCount(values['choices[].index']) ?? 0;
  const generatedMs = milliseconds(wire(values['stats'])['generation_time'], 1);
  if (generatedMs !== undefined) facts.timings = { ...facts.timings, generatedMs };
  return facts;
}

/** Where the runtime counts along, its count goes with content. */
export function countAlong(facts: EventFacts): void {
  if (facts.text || facts.reasoning || facts.tool) facts.tokensSoFar = facts.timings?.output ?? facts.usage?.output;
}

/** What a choice of a chat or a completion has besides its content. */
export function readChoiceEnd(facts: EventFacts, choice: Wire): void {
  facts.choice = Math.max(facts.choice ?? 0, asCount(choice['index']) ?? 0);
  if (typeof choice['finish_reason'] === 'string') facts.isFinished = true;
}

function readChoice(facts: EventFacts, choice: Wire): void {
  readChoiceEnd(facts, choice);
  const delta = wire(choice['delta']);
  if (isContent(delta['content']) || isContent(delta['refusal'])) facts.text = (facts.text ?? 0) + 1;
  if (isContent(delta['reasoning_content']) || isContent(delta['reasoning']))
    facts.reasoning = (facts.reasoning ?? 0) + 1;
  for (const call of list(delta['tool_calls'])) readCall(facts, wire(call)['function']);
  readCall(facts, delta['function_call']);
  const logprobs = wire(choice['logprobs']);
  addEntries(facts, list(logprobs['content']));
  addEntries(facts, list(logprobs['refusal']));
}

function readCall(facts: EventFacts, call: unknown): void {
  if (isContent(wire(call)['arguments'])) facts.tool = (facts.tool ?? 0) + 1;
}

export function addEntries(facts: EventFacts, entries: readonly unknown[]): void {
  if (entries.length > 0) facts.entries = facts.entries ? [...facts.entries, ...entries] : entries;
}
