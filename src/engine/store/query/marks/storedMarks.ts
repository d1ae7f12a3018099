import type { EventType } from '../../../../protocol/events';
import type { AlertMark, Marks, MarksRequest } from '../../../../protocol/marks';
import { breathe } from '../../upkeep/breathe';
import type { StoreFolder } from '../../upkeep/storeFolder';
import { AlertMarks } from './alertMarks';
import { SessionMarks } from './sessionMarks';

/** Who records into the data folder at the moment. */
export type Recorder = { readonly session: string } | 'nobody';

export interface MarksQuestion {
  readonly request: MarksRequest;
  /** What the engine knows of alerts itself: what fires now, and what was over a moment ago. */
  readonly alerts: readonly AlertMark[];
  readonly recorder: Recorder;
}

/** Newest alerts, and newest sessions, that an answer has. */
export const mostMarks = 500;

const types: readonly EventType[] = [
  'alert.firing',
  'alert.acknowledged',
  'alert.silenced',
  'alert.escalated',
  'alert.resolved',
  'session.start',
  'session.end',
];

/**
 * What happened in a stretch of time. An alert or a session that touches it has an event in it or after it, or goes on.
 * @throws Error of the disk, and the signal's reason when it is aborted.
 */
export function storedMarks(
  folder: StoreFolder,
  { request, alerts: current, recorder }: MarksQuestion,
  signal: AbortSignal,
): Promise<Marks> {
  const { from } = request;
  return folder.way.first(async () => {
    await folder.refresh();
    return folder.whileItLasts(async () => {
      const alerts = new AlertMarks(request, mostMarks);
      const sessions = new SessionMarks(request);
      const wanted = new Set(types);
      for (const journal of folder.journals().toReversed()) {
        for (const record of (await folder.journal(journal)).records) {
          if (record.kind !== 'event' || record.event.timestamp < from || !wanted.has(record.event.type)) continue;
          alerts.add(record.event);
          sessions.add(record.event);
        }
        alerts.prune();
        await breathe(signal);
      }
      for (const segment of folder.segments({ kind: 'events', from }).toReversed()) {
        await folder.use(segment, (reader) => {
          for (const event of reader.events({ from, to: Infinity, types })) {
            alerts.add(event);
            sessions.add(event);
          }
        });
        alerts.prune();
        await breathe(signal);
      }
      const running = recorder === 'nobody' ? undefined : recorder.session;
      const told = alerts.marks(current, running);
      const recorded = sessions.marks(running, mostMarks);
      return { alerts: told.marks, sessions: recorded.marks, isComplete: told.isComplete && recorded.isComplete };
    });
  });
}
