import type { Answer } from '../answer';
import type { Parameters } from '../parameters';
import { acceptedFormat } from '../prometheus/acceptedFormat';
import { exposition } from '../prometheus/exposition';
import { contentTypeOf } from '../prometheus/textFormat';
import type { Sources } from '../sources';

/** `GET /metrics`: the newest value of each series for Prometheus; OpenMetrics for who prefers it. */
export function prometheus(parameters: Parameters, sources: Sources, accept: string | undefined): Answer {
  parameters.only();
  const format = acceptedFormat(accept);
  const { reader, times, status, now } = sources;
  const exposed = { reader, times: times(), version: status().version, now: now() };
  return { pieces: exposition(format, exposed), contentType: contentTypeOf(format) };
}
