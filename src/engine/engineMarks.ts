import type { Marks, MarksRequest } from '../protocol/marks';
import { firingMarks } from './alerts/life/firingMarks';
import type { Engine } from './engine';

/**
 * What happened in a stretch of time, as it is written down and as the engine's own alerts say.
 * @throws StoreFailure with a sentence for people when it cannot be read.
 */
export async function marksOf(
  { store, alerts }: Pick<Engine, 'store' | 'alerts'>,
  request: MarksRequest,
  signal?: AbortSignal,
): Promise<Marks> {
  // What the session before left going on is among the alerts once there is a session.
  await store.begun();
  const { recorder } = store;
  return store.ask('marks', { request, alerts: firingMarks(alerts.info()), recorder }, signal ? { signal } : {});
}
