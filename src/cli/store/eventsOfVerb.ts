import { systemClock } from '../../engine/clock';
import { Superseded } from '../../engine/elect/fence';
import { HotRing } from '../../engine/metrics/hotRing';
import { EventLog } from '../../engine/store/events/eventLog';
import { recoverSession } from '../../engine/store/events/recovery';
import { JournalWriter } from '../../engine/store/journal/journalWriter';
import { sessionName } from '../../engine/store/sessionName';
import { pastSession } from '../../engine/store/thread/pastSession';
import type { RecordEvent } from '../../engine/store/tools/jobContext';
import { Failure } from '../failure';
import type { OpenedStore } from './openStore';

/**
 * Writes events down as a short session of their own, as a monitor would: what a verb did to the store belongs into it.
 * @param opened One that may be changed; of others nothing is written down.
 * @throws Failure when they cannot be written.
 */
export function eventsOfVerb({ folder, fence }: OpenedStore, version: string): RecordEvent {
  return async (type, data) => {
    const { disk, dataDir, sealing, writing: epoch } = folder;
    if (epoch === undefined || !fence) return;
    const startedAt = systemClock.now();
    const session = sessionName(startedAt, epoch);
    const past = await pastSession(folder);
    // Totals of the day go on across this session, as across any other.
    const recovered = past && recoverSession({ ...past, nextAt: startedAt });
    const missingEnd = recovered?.missingEnd;
    const log = new EventLog({
      session,
      startedAt,
      version,
      clock: systemClock,
      reason: 'command line',
      carried: recovered?.carried ?? null,
      ...(missingEnd ? { recovered: { session: recovered.session, missingEnd } } : {}),
    });
    log.record(type, data);
    log.end('stopped');
    let problem: string | undefined;
    const writer = new JournalWriter({
      disk,
      dataDir,
      epoch,
      fence,
      session,
      clock: systemClock,
      // No samples are taken here.
      ring: new HotRing(0),
      records: log.source,
      ...(sealing ? { cipher: sealing } : {}),
      retired: () => undefined,
      problemChanged: (reason) => {
        problem ??= reason;
      },
      superseded: () => {
        problem ??= new Superseded(epoch).message;
      },
    });
    await writer.close();
    if (problem !== undefined) throw new Failure(`It was done, but that could not be written down. ${problem}`);
  };
}
