import type { Marks, MarksRequest } from '../protocol/marks';
import { firingMarks } from './alerts/life/firingMarks';
import type { Engine } from './engine';

/**
 * What happened in a stretch of time, as it is written down and as the engine's own alerts say.
 * @throws StoreFailure with a sentence for people when it cannot be read.
 */
export function marksOf(
  { store, alerts }: Pick<Engine, 'store' | 'alerts'>,
  request: MarksRequest,
  signal?: AbortSignal,
): Promise<Marks> {
  const { recorder } = store;
  // Another process that records has alerts of its own, and tells of them in the store.
  const own = recorder === 'another process' ? [] : firingMarks(alerts.info());
  return store.ask('marks', { request, alerts: own, recorder }, signal ? { signal } : {});
}
