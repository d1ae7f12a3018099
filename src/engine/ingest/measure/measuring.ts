import type { Clock } from '../../clock';
import { TokenEntropy } from '../../entropy/tokenEntropy';
import type { Log } from '../../log';
import type { RequestSink } from '../../models/measuredRequest';
import type { OpenTap } from '../proxy/exchangeTap';
import { WantedPlaces } from './answerBody';
import { EntropyCounting, type VocabularyOf } from './entropyCounting';
import { MeasuredExchange } from './measuredExchange';
import type { PassedPrompt } from './prompt/promptReader';
import { RequestRecord } from './requestRecord';
import { routeOf } from './routes';

export interface MeasuringOptions {
  readonly sink: RequestSink;
  readonly clock: Clock;
  /** Tokens that a model knows; undefined when nobody tells. */
  readonly vocabularyOf: VocabularyOf;
  readonly log: Log;
  /** Told of what is asked, to count and hash it; it must not keep or tell the text. Nobody: it is not looked at. */
  readonly prompted?: (prompt: PassedPrompt) => void;
}

/**
 * Measures the requests that ask a model for something, from copies of the bytes that pass. Nothing of a prompt or an
 * answer is kept, but what `prompted` makes of it. An answer in one piece has no time to first token; its speed is known where the runtime tells how
 * long it generated.
 */
export function measuring({ sink, clock, vocabularyOf, log, prompted }: MeasuringOptions): OpenTap {
  const places = new WantedPlaces();
  const scratch = new TokenEntropy();
  let requests = 0;
  return ({ method, path, runtime, headers, at }) => {
    const route = routeOf(method, path);
    if (!route) return undefined;
    const start = { id: ++requests, runtime, kind: route.kind, wall: clock.now(), at };
    const record = new RequestRecord(start, sink, new EntropyCounting(scratch, vocabularyOf));
    const reading = { headers, shape: prompted && route.prompt, prompted };
    return new MeasuredExchange(record, reading, route.dialect, places, log);
  };
}
