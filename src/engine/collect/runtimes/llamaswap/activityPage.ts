import { asArray, asCount, asText, field, parseJson } from '../parse/json';

/** A request that llama-swap passed on and that ended. Counts are undefined where its answer gave none. */
export interface ActivityEntry {
  readonly id: number;
  readonly model: string;
  readonly timestamp: string;
  readonly isSuccess: boolean;
  /** Prompt tokens, those reused from a cache included. */
  readonly input: number | undefined;
  readonly cached: number | undefined;
  readonly output: number | undefined;
  readonly durationMs: number | undefined;
}

const mostEntries = 10_000;

/** The entries, oldest first, or undefined when the text is not llama-swap's answer to `/api/metrics/activity`. */
export function readActivityPage(text: string): readonly ActivityEntry[] | undefined {
  const page = parseJson(text);
  const listed = field(page, 'data');
  const data = listed === null && field(page, 'total') === 0 ? [] : asArray(listed);
  if (!data || data.length > mostEntries) return undefined;
  const entries = new Map<number, ActivityEntry>();
  for (const item of data) {
    const entry = readEntry(item);
    if (!entry) return undefined;
    entries.set(entry.id, entry);
  }
  return [...entries.values()].sort((a, b) => a.id - b.id);
}

function readEntry(item: unknown): ActivityEntry | undefined {
  const id = asCount(field(item, 'id'));
  const model = asText(field(item, 'model'));
  if (id === undefined || model === undefined) return undefined;
  const tokens = field(item, 'tokens');
  const cached = asCount(field(tokens, 'cache_tokens'));
  const status = asCount(field(item, 'resp_status_code'));
  return {
    id,
    model,
    timestamp: asText(field(item, 'timestamp')) ?? '',
    isSuccess: status === undefined || (status >= 200 && status < 300),
    input: inputOf(item, asCount(field(tokens, 'input_tokens')), cached),
    cached,
    output: asCount(field(tokens, 'output_tokens')),
    durationMs: asCount(field(item, 'duration_ms')),
  };
}

/**
 * llama-server's own timings and answers in Anthropic's form leave reused tokens out of the input; OpenAI's form has
 * them in it. A speed is only there with timings; without them it is -1.
 */
function inputOf(item: unknown, input: number | undefined, cached = 0): number | undefined {
  if (input === undefined) return undefined;
  const speed = field(field(item, 'tokens'), 'prompt_per_second');
  const hasTimings = typeof speed === 'number' && speed >= 0;
  const isAnthropic = asText(field(item, 'req_path'))?.endsWith('/messages') === true;
  return hasTimings || isAnthropic ? input + cached : input;
}
