import path from 'node:path';
import { historyBuffers } from '../../../protocol/history';
import { answerHistory } from '../query/answerHistory';
import { HistoryRefusal } from '../query/historyRefusal';
import { storedMarks } from '../query/marks/storedMarks';
import { recentEvents } from '../query/recentEvents';
import { lastScheduled, scheduledBackup } from '../tools/backup/scheduledBackup';
import type { JobContext } from '../tools/jobContext';
import { runJob } from '../tools/runJob';
import { migrateStore } from '../tools/upgrade/migrateStore';
import { closeEarlier } from '../upkeep/closeEarlier';
import type { StoreFolder } from '../upkeep/storeFolder';
import { Upkeep } from '../upkeep/upkeep';
import { loadTimeZones } from './loadTimeZones';
import { pastSession } from './pastSession';
import { problemOf } from './problemOf';
import type {
  FromStore,
  PastSession,
  RetentionSettings,
  StoreAsk,
  StoreWork,
  StoreWorkKind,
  ToStore,
} from './storeLink';

type Rotated = Extract<ToStore, { readonly turn: number }>;
const nothingDone = Promise.resolve({ done: [], freedBytes: 0 });

type Answer = StoreWork[StoreWorkKind]['answer'];

/** Takes what the store is asked: questions at once, whatever changes the folder one after the other. */
export class StoreDesk {
  private readonly running = new Map<number, AbortController>();
  private readonly turns = new Map<number, (message: Rotated) => void>();
  private readonly upkeep: Upkeep;
  private lastChange: Promise<unknown> = Promise.resolve();
  private lastTurn = 0;

  /** @param now Milliseconds since 1970. */
  constructor(
    private readonly folder: StoreFolder,
    private readonly post: (message: FromStore, transfer?: readonly ArrayBuffer[]) => void,
    private readonly now: () => number,
  ) {
    this.upkeep = new Upkeep(folder, now);
  }

  receive(message: ToStore): void {
    switch (message.type) {
      case 'ask':
        void this.answer(message.id, message.what);
        return;
      case 'cancel':
        this.running.get(message.id)?.abort(new Error('It was cancelled.'));
        return;
      case 'end':
        for (const abort of this.running.values()) abort.abort(new Error('The monitor is being closed.'));
        return;
      case 'rotated':
      case 'notRotated':
        this.turns.get(message.turn)?.(message);
        this.turns.delete(message.turn);
        return;
    }
  }

  private async answer(id: number, what: StoreAsk): Promise<void> {
    const abort = new AbortController();
    this.running.set(id, abort);
    try {
      const answer = await this.work(id, what, abort.signal);
      const transfer = what.kind === 'history' ? historyBuffers(answer as StoreWork['history']['answer']) : [];
      this.post({ type: 'done', id, answer }, transfer);
    } catch (error) {
      const isCancelled = abort.signal.aborted;
      const reason = problemOf(what.kind, error, this.folder.dataDir);
      const isTooLarge = error instanceof HistoryRefusal;
      this.post({ type: 'failed', id, reason, isCancelled, ...(isTooLarge ? { isTooLarge } : {}) });
    } finally {
      this.running.delete(id);
    }
  }

  private work(id: number, what: StoreAsk, signal: AbortSignal): Promise<Answer> {
    switch (what.kind) {
      case 'history':
        return answerHistory(this.folder, what.ask.request, what.ask.tail, signal);
      case 'past':
        // Whoever asks begins a session next.
        loadTimeZones();
        return this.past();
      case 'recentEvents':
        return recentEvents(this.folder, what.ask);
      case 'marks':
        return storedMarks(this.folder, what.ask, signal);
      case 'bytes':
        return this.folder.refresh().then(() => this.folder.bytesByKind());
      case 'recover':
        return this.inTurn(signal, () => this.recover(id, signal));
      case 'seal':
        return this.inTurn(signal, () => this.upkeep.seal(what.ask.retired, signal));
      case 'upkeep':
        return this.inTurn(signal, () => this.upkeep.tidy(what.ask.settings, signal));
      case 'job':
        return this.inTurn(signal, () => runJob(what.ask.job, this.context(id, signal, what.ask.settings)));
      case 'scheduledBackup':
        return this.inTurn(signal, () => this.scheduledBackup(id, what.ask, signal));
    }
  }

  /** What another may still write must not be a part of the past once and once not. */
  private async past(): Promise<PastSession | undefined> {
    try {
      if (this.folder.isWriter) await closeEarlier(this.folder);
    } catch (error) {
      const reason = problemOf('past', error, this.folder.dataDir);
      this.folder.report(`What earlier sessions left could not be closed: ${reason}`);
    }
    return pastSession(this.folder);
  }

  private async recover(id: number, signal: AbortSignal): Promise<number> {
    const sealed = await this.upkeep.recover(signal);
    await migrateStore(this.context(id, signal));
    return sealed;
  }

  private async scheduledBackup(
    id: number,
    { everyMs, keep }: StoreWork['scheduledBackup']['ask'],
    signal: AbortSignal,
  ): Promise<{ readonly nextAt: number }> {
    const { disk, dataDir } = this.folder;
    const last = lastScheduled(await disk.list(path.join(dataDir, 'backups')), this.now());
    if (last !== undefined && last + everyMs > this.now()) return { nextAt: last + everyMs };
    await scheduledBackup(keep, this.context(id, signal));
    return { nextAt: this.now() + everyMs };
  }

  /** @param settings How long things are kept; without them a job that tidies up removes nothing for its age. */
  private context(id: number, signal: AbortSignal, settings?: RetentionSettings): JobContext {
    return {
      folder: this.folder,
      isLive: true,
      now: this.now,
      signal,
      rotate: () => this.rotate(signal),
      upkeep: () => (settings ? this.upkeep.tidy(settings, signal) : nothingDone),
      record: (event, data) => {
        this.post({ type: 'record', event, data });
      },
      progress: (progress) => {
        this.post({ type: 'progress', id, progress });
      },
    };
  }

  /** Has the writer close its journal, and seals it, so that all there was until now is in segments. */
  private async rotate(signal: AbortSignal): Promise<void> {
    const turn = ++this.lastTurn;
    const message = await new Promise<Rotated>((resolve) => {
      this.turns.set(turn, resolve);
      this.post({ type: 'rotate', turn });
    });
    if (message.type === 'notRotated') throw new Error(message.reason);
    await this.upkeep.seal(message.retired, signal);
  }

  /** Runs work when all that was asked for before has ended, however it did. */
  private inTurn(signal: AbortSignal, work: () => Promise<Answer>): Promise<Answer> {
    const turn = this.lastChange.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.lastChange = turn.catch(() => undefined);
    return turn;
  }
}
