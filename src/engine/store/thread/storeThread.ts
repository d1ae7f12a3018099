import type { Worker } from 'node:worker_threads';
import type { EventType } from '../../../protocol/events';
import { messageOf } from '../../../protocol/messageOf';
import type { JobProgress } from '../../../protocol/storeJobs';
import type { EventData } from '../events/eventSchemas';
import { HistoryRefusal } from '../query/historyRefusal';
import type { FromStore, StoreAsk, StoreWork, StoreWorkKind, ToStore } from './storeLink';

export interface StoreThreadOptions {
  /** Starts the thread; it is owned by this client from then on. */
  readonly spawn: () => Worker;
  /** Has the journal closed. @returns paths of the journals that are closed now. */
  readonly rotate: () => Promise<readonly string[]>;
  /** Writes an event down. */
  readonly record: (event: EventType, data: EventData[EventType]) => void;
  /** Told of what was noticed in the data folder, for people. */
  readonly report: (problem: string) => void;
  /** The thread is ended when nothing was asked for this long; the next question starts another. Default 15 s: its memory is worth more than its start. */
  readonly idleMs?: number;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: JobProgress) => void;
}

/** The store could not do what it was asked; the message says what happened, what it means and what to do. */
export class StoreFailure extends Error {
  constructor(
    reason: string,
    /** It was called off by whoever asked. */
    readonly isCancelled: boolean,
  ) {
    super(reason);
    this.name = 'StoreFailure';
  }
}

/** Whether the store was told to leave off: by whoever asked, or because it is being closed. */
export function wasCalledOff(error: unknown): error is StoreFailure {
  return error instanceof StoreFailure && error.isCancelled;
}

type Answer = StoreWork[StoreWorkKind]['answer'];

interface Question {
  readonly kind: StoreWorkKind;
  readonly done: (answer: Answer) => void;
  readonly failed: (failure: StoreFailure | HistoryRefusal) => void;
  readonly progress: ((progress: JobProgress) => void) | undefined;
}

/** The store's thread as others see it: started on the first question, again after a crash, and ended when idle. */
export class StoreThread {
  private readonly questions = new Map<number, Question>();
  private worker: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;
  private lastId = 0;
  private stopped: Promise<void> | undefined;

  constructor(private readonly options: StoreThreadOptions) {}

  /** @throws StoreFailure when it cannot be done or is called off. @throws HistoryRefusal when it asks for too much. */
  ask<K extends StoreWorkKind>(
    kind: K,
    ask: StoreWork[K]['ask'],
    { signal, progress }: AskOptions = {},
  ): Promise<StoreWork[K]['answer']> {
    if (this.stopped) return Promise.reject(new StoreFailure('The monitor is being closed. Ask again later.', true));
    if (signal?.aborted) return Promise.reject(new StoreFailure('It was cancelled.', true));
    const id = ++this.lastId;
    const cancel = (): void => {
      this.post({ type: 'cancel', id });
    };
    const answer = new Promise<Answer>((done, failed) => {
      this.questions.set(id, { kind, done, failed, progress });
      signal?.addEventListener('abort', cancel);
      this.start();
      this.post({ type: 'ask', id, what: { kind, ask } as StoreAsk });
    });
    return answer.finally(() => {
      signal?.removeEventListener('abort', cancel);
    });
  }

  /** What it was asked for and has not answered yet, the first asked first. */
  *working(): Iterable<StoreWorkKind> {
    for (const { kind } of this.questions.values()) yield kind;
  }

  /** Calls off what the thread is at and lets it clear up after itself, for `limitMs` at most, then ends it. */
  stop(limitMs = 2000): Promise<void> {
    this.stopped ??= this.end(limitMs);
    return this.stopped;
  }

  private start(): void {
    clearTimeout(this.idle);
    if (this.worker) return;
    try {
      this.worker = this.watch(this.options.spawn());
    } catch (error) {
      this.failAll(lost(messageOf(error)));
    }
  }

  private watch(worker: Worker): Worker {
    let reason: string | undefined;
    worker.on('message', (message: FromStore) => {
      if (worker === this.worker) this.receive(message);
    });
    worker.on('messageerror', (error) => {
      reason = error.message;
      void worker.terminate();
    });
    worker.on('error', (error: unknown) => {
      reason = messageOf(error);
    });
    worker.on('exit', (code) => {
      if (worker !== this.worker) return;
      this.worker = undefined;
      clearTimeout(this.idle);
      this.failAll(lost(reason ?? `exit code ${code}`));
    });
    return worker;
  }

  private receive(message: FromStore): void {
    switch (message.type) {
      case 'done':
        this.settle(message.id, (question) => {
          question.done(message.answer);
        });
        return;
      case 'failed':
        this.settle(message.id, (question) => {
          const { reason, isCancelled, isTooLarge } = message;
          question.failed(isTooLarge ? new HistoryRefusal(reason) : new StoreFailure(reason, isCancelled));
        });
        return;
      case 'progress':
        this.questions.get(message.id)?.progress?.(message.progress);
        return;
      case 'problem':
        this.options.report(message.problem);
        return;
      case 'rotate':
        void this.rotate(message.turn);
        return;
      case 'record':
        this.options.record(message.event, message.data);
        return;
    }
  }

  private settle(id: number, how: (question: Question) => void): void {
    const question = this.questions.get(id);
    if (!question) return;
    this.questions.delete(id);
    how(question);
    if (this.questions.size > 0 || this.stopped) return;
    this.idle = setTimeout(() => {
      this.letGo();
    }, this.options.idleMs ?? 15_000);
    this.idle.unref();
  }

  private async rotate(turn: number): Promise<void> {
    try {
      this.post({ type: 'rotated', turn, retired: await this.options.rotate() });
    } catch (error) {
      this.post({ type: 'notRotated', turn, reason: messageOf(error) });
    }
  }

  /** The thread has nothing to do and ends by itself; a new one may be started meanwhile. */
  private letGo(): void {
    this.post({ type: 'end' });
    this.worker = undefined;
  }

  private async end(limitMs: number): Promise<void> {
    clearTimeout(this.idle);
    const { worker } = this;
    this.failAll(new StoreFailure('The monitor is being closed. Ask again later.', true));
    if (!worker) return;
    const ended = new Promise<void>((resolve) =>
      worker.once('exit', () => {
        resolve();
      }),
    );
    this.letGo();
    const limit = setTimeout(() => void worker.terminate(), limitMs);
    await ended;
    clearTimeout(limit);
  }

  private failAll(failure: StoreFailure): void {
    const { questions } = this;
    const all = [...questions.values()];
    questions.clear();
    for (const { failed } of all) failed(failure);
  }

  private post(message: ToStore): void {
    this.worker?.postMessage(message);
  }
}

function lost(reason: string): StoreFailure {
  return new StoreFailure(
    `The store's thread ended unexpectedly (${reason}), so there is no answer. What is on disk is safe, and the thread starts anew with the next question; if this happens again, please report it.`,
    false,
  );
}
