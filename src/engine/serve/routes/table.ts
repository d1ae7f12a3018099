import type { Role } from '../../../protocol/role';
import type { Answer } from '../answer';
import type { Parameters } from '../parameters';
import type { Sources } from '../sources';
import { afterRecovery } from './afterRecovery';
import { agents } from './agents';
import { aggregated } from './aggregated';
import { alerts } from './alerts';
import { health } from './health';
import { historical } from './historical';
import { instances } from './instances';
import { models } from './models';
import { performance } from './performance';
import { prometheus } from './prometheus';
import { realtime } from './realtime';
import { stats } from './stats';

export interface Route {
  /** Who may read it. */
  readonly requires: Role | 'nobody';
  /**
   * @param accept The header by which a client says in which form it wants the answer.
   * @param role Of who asks; undefined for who shows nothing that counts, where anybody may ask.
   * @throws Refusal for parameters that cannot be used.
   */
  readonly answer: (
    parameters: Parameters,
    sources: Sources,
    accept: string | undefined,
    role: Role | undefined,
  ) => Answer;
}

/** Every path of the server; all of them are read with GET or HEAD. */
export const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/health', { requires: 'nobody', answer: health }],
  ['/api/metrics/realtime', { requires: 'viewer', answer: realtime }],
  ['/api/metrics/historical', { requires: 'viewer', answer: historical }],
  ['/api/metrics/aggregated', { requires: 'viewer', answer: aggregated }],
  ['/api/metrics/alerts', { requires: 'viewer', answer: afterRecovery(alerts) }],
  ['/api/metrics/performance', { requires: 'viewer', answer: performance }],
  ['/api/metrics/stats', { requires: 'viewer', answer: stats }],
  ['/api/models', { requires: 'viewer', answer: afterRecovery(models) }],
  ['/api/agents', { requires: 'viewer', answer: agents }],
  ['/metrics', { requires: 'viewer', answer: afterRecovery(prometheus) }],
  ['/api/instances', { requires: 'viewer', answer: instances }],
]);
