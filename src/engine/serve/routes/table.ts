import type { Answer } from '../answer';
import type { Parameters } from '../parameters';
import type { Sources } from '../sources';
import { aggregated } from './aggregated';
import { alerts } from './alerts';
import { health } from './health';
import { historical } from './historical';
import { models } from './models';
import { performance } from './performance';
import { realtime } from './realtime';
import { stats } from './stats';

export interface Route {
  /** Whether it is answered without a token. */
  readonly isOpen: boolean;
  /** @throws Refusal for parameters that cannot be used. */
  readonly answer: (parameters: Parameters, sources: Sources) => Answer;
}

/** Every path of the server; all of them are read with GET or HEAD. */
export const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/health', { isOpen: true, answer: health }],
  ['/api/metrics/realtime', { isOpen: false, answer: realtime }],
  ['/api/metrics/historical', { isOpen: false, answer: historical }],
  ['/api/metrics/aggregated', { isOpen: false, answer: aggregated }],
  ['/api/metrics/alerts', { isOpen: false, answer: alerts }],
  ['/api/metrics/performance', { isOpen: false, answer: performance }],
  ['/api/metrics/stats', { isOpen: false, answer: stats }],
  ['/api/models', { isOpen: false, answer: models }],
]);
