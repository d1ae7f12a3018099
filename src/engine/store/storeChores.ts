import { messageOf } from '../../protocol/messageOf';
import type { Config } from '../../protocol/settings';
import type { Clock } from '../clock';
import type { Stoppable, Ticker } from '../ticker';
import type { StoreBytes } from './thread/storeLink';
import { wasCalledOff, type StoreThread } from './thread/storeThread';

export interface StoreChoresOptions {
  readonly ticker: Pick<Ticker, 'every'>;
  readonly clock: Clock;
  readonly config: () => Config;
  /** The thread that may change the folder; undefined while somebody else may. */
  readonly thread: () => Pick<StoreThread, 'ask'> | undefined;
  /** Told what could not be done, for people. */
  readonly report: (problem: string) => void;
}

const hourMs = 3_600_000;
const backupLookMs = 60_000;

/** What is done for the store now and then: putting old files together or away, and backups. */
export class StoreChores {
  private tasks: readonly Stoppable[] = [];
  /** When the next backup is looked after, ms since 1970. */
  private backupAt = 0;
  /** Bytes on disk as they were last looked at. */
  bytes: StoreBytes = { journal: 0, raw: 0, fine: 0, coarse: 0, events: 0 };

  constructor(private readonly options: StoreChoresOptions) {}

  start(): void {
    const { ticker } = this.options;
    this.tasks = [
      ticker.every(hourMs, () => void this.tidy()),
      ticker.every(backupLookMs, (now) => {
        if (this.isBackupDue(now)) void this.backUp();
      }),
    ];
  }

  stop(): void {
    for (const task of this.tasks) task.stop();
    this.tasks = [];
  }

  /** The settings of backups are others: one may be due. */
  backupsChanged(): void {
    this.backupAt = 0;
  }

  /** Looks at how much lies on disk. */
  async measure(): Promise<void> {
    await this.attempt('The size of the store is not known', async (thread) => {
      this.bytes = await thread.ask('bytes', {});
    });
  }

  private async tidy(): Promise<void> {
    await this.attempt('Old files could not be put together or removed', (thread) =>
      thread.ask('upkeep', { settings: this.options.config() }),
    );
    await this.measure();
  }

  private get backupEveryMs(): number {
    return this.options.config()['backup.everyHours'] * hourMs;
  }

  /** One that is further away than any can be was put off while the clock was wrong. */
  private isBackupDue(now: number): boolean {
    return now >= this.backupAt || this.backupAt - now > Math.max(this.backupEveryMs, hourMs);
  }

  private async backUp(): Promise<void> {
    const everyMs = this.backupEveryMs;
    if (everyMs === 0) return;
    this.backupAt = this.options.clock.now() + hourMs;
    await this.attempt('The backup that was due could not be made, and is tried again in an hour', async (thread) => {
      this.backupAt = (
        await thread.ask('scheduledBackup', { everyMs, keep: this.options.config()['backup.keep'] })
      ).nextAt;
    });
  }

  private async attempt(failure: string, work: (thread: Pick<StoreThread, 'ask'>) => Promise<unknown>): Promise<void> {
    const thread = this.options.thread();
    if (!thread) return;
    try {
      await work(thread);
    } catch (error) {
      // A chore that the end of the monitor cuts off is done by whoever begins next.
      if (!wasCalledOff(error)) this.options.report(`${failure}: ${messageOf(error)}`);
    }
  }
}
