import type { AlertInfo } from '../../../protocol/alerts';
import type { MetricReader } from '../../metrics/reader';
import { realtimeOf } from '../routes/realtime';
import { Batch } from './batch';
import type { LiveLog } from './liveLog';
import { snapshotHead } from './messages';
import type { Subscription } from './subscription';
import type { WantedSeries } from './wantedSeries';

export interface SnapshotOptions {
  readonly epoch: number;
  readonly log: Pick<LiveLog, 'told'>;
  readonly subscription: Subscription;
  readonly wanted: WantedSeries;
  readonly reader: MetricReader;
  /** Pending and firing, the most severe first. */
  readonly alerts: () => readonly AlertInfo[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const seriesInTurn = 16;

/** How everything stands that a client subscribed to; undefined gives the thread free. @returns Its number. */
export function* snapshot(options: SnapshotOptions): Generator<Batch | undefined, number> {
  const { epoch, log, subscription, wanted, reader, alerts } = options;
  const now = options.now();
  // What comes while it is made has later numbers, and is told again after it.
  const seq = log.told(1);
  let text = snapshotHead({ epoch, seq }, now);
  if (subscription.channels.includes('metrics')) {
    text += ',"series":[';
    let count = 0;
    for (const { series } of [...wanted.all()]) {
      text += `${count === 0 ? '' : ','}${JSON.stringify(realtimeOf(series, now, { reader }))}`;
      if (++count % seriesInTurn === 0) yield undefined;
    }
    text += ']';
  }
  if (subscription.channels.includes('alerts')) text += `,"alerts":${JSON.stringify(alerts())}`;
  yield new Batch([`${text}}`], epoch, seq);
  return seq;
}
