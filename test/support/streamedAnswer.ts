import assert from 'node:assert/strict';

/** One streamed answer as a client sees it. */
export interface StreamedAnswer {
  /** The JSON of each event with data, in order; `[DONE]` left out. */
  readonly events: readonly unknown[];
  /** From just before the request was sent to the first event that `isContent` accepts, ms. */
  readonly firstContentMs: number;
}

/** Sends a request and reads its stream to the end, or until `enough` says so, which breaks it off. */
export async function streamed(
  url: string,
  body: object,
  isContent: (event: unknown) => boolean,
  enough: (events: readonly unknown[]) => boolean = () => false,
): Promise<StreamedAnswer> {
  const abort = new AbortController();
  const began = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, stream: true }),
    signal: abort.signal,
  });
  assert.equal(response.status, 200, await (response.ok ? '' : response.text()));
  assert.ok(response.body);
  const events: unknown[] = [];
  let firstContentMs = NaN;
  let rest = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ') || line === 'data: [DONE]') continue;
      const event = JSON.parse(line.slice(6)) as unknown;
      if (Number.isNaN(firstContentMs) && isContent(event)) firstContentMs = performance.now() - began;
      events.push(event);
    }
    if (!enough(events)) continue;
    abort.abort();
    break;
  }
  return { events, firstContentMs };
}
