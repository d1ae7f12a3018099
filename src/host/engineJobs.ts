import * as vscode from 'vscode';
import type { FromEngine, ToEngine } from '../protocol/engineLink';
import type { HistoryAnswer, HistoryRequest } from '../protocol/history';
import type { Marks, MarksRequest } from '../protocol/marks';
import type { JobProgress, StoreJob, StoreJobKind, StoreJobResults } from '../protocol/storeJobs';
import type { Disposable } from './disposable';

export type JobOf<K extends StoreJobKind> = Extract<StoreJob, { readonly kind: K }>;

/** The part of VS Code's cancellation token that a job needs. */
export type CancelToken = Pick<vscode.CancellationToken, 'isCancellationRequested' | 'onCancellationRequested'>;

/** The job has ended early because it was asked to. */
export class JobCancelled extends Error {}

/** What an engine says about jobs and questions. */
export type JobMessage = Extract<
  FromEngine,
  { readonly type: 'history' | 'noHistory' | 'marks' | 'noMarks' | 'jobProgress' | 'jobDone' | 'jobFailed' }
>;

interface Waiting<T> {
  readonly resolve: (result: T) => void;
  readonly reject: (error: Error) => void;
}

interface Job extends Waiting<StoreJobResults[StoreJobKind]> {
  readonly progress: (progress: JobProgress) => void;
  readonly cancelling: Disposable;
}

/** Work and questions that an engine was given and has not answered yet. */
export class EngineJobs {
  private readonly jobs = new Map<number, Job>();
  private readonly pasts = new Map<number, Waiting<HistoryAnswer>>();
  private readonly marks = new Map<number, Waiting<Marks>>();
  private lastId = 0;

  /** @param post Tells the engine something, and whether there is one. */
  constructor(private readonly post: (message: ToEngine) => boolean) {}

  /** @throws JobCancelled when the token ended it; Error with a sentence for people for every other failure. */
  run<K extends StoreJobKind>(
    what: JobOf<K>,
    progress: (progress: JobProgress) => void,
    token: CancelToken,
  ): Promise<StoreJobResults[K]> {
    if (token.isCancellationRequested) return Promise.reject(new JobCancelled());
    const id = ++this.lastId;
    if (!this.post({ type: 'job', job: id, what })) return Promise.reject(notRunning());
    return new Promise((resolve, reject) => {
      const cancelling = token.onCancellationRequested(() => {
        this.post({ type: 'cancelJob', job: id });
      });
      // The engine answers a job with the result of its kind.
      this.jobs.set(id, { resolve: resolve as Job['resolve'], reject, progress, cancelling });
    });
  }

  /** @throws Error with a sentence for people when there is no answer. */
  ask(request: HistoryRequest): Promise<HistoryAnswer> {
    const id = ++this.lastId;
    if (!this.post({ type: 'history', question: id, request })) return Promise.reject(notRunning());
    return new Promise((resolve, reject) => {
      this.pasts.set(id, { resolve, reject });
    });
  }

  /** @throws Error with a sentence for people when there is no answer. */
  askMarks(request: MarksRequest): Promise<Marks> {
    const id = ++this.lastId;
    if (!this.post({ type: 'marks', question: id, request })) return Promise.reject(notRunning());
    return new Promise((resolve, reject) => {
      this.marks.set(id, { resolve, reject });
    });
  }

  receive(message: JobMessage): void {
    switch (message.type) {
      case 'history':
        taken(this.pasts, message.question)?.resolve(message.answer);
        return;
      case 'noHistory':
        taken(this.pasts, message.question)?.reject(new Error(message.reason));
        return;
      case 'marks':
        taken(this.marks, message.question)?.resolve(message.marks);
        return;
      case 'noMarks':
        taken(this.marks, message.question)?.reject(new Error(message.reason));
        return;
      case 'jobProgress':
        this.jobs.get(message.job)?.progress(message.progress);
        return;
      case 'jobDone':
        this.job(message.job)?.resolve(message.result);
        return;
      case 'jobFailed':
        this.job(message.job)?.reject(
          message.isCancelled ? new JobCancelled(message.reason) : new Error(message.reason),
        );
        return;
    }
  }

  /** Ends everything that waits for an engine that will not answer any more. */
  fail(reason: string): void {
    for (const id of [...this.jobs.keys()]) this.job(id)?.reject(new Error(reason));
    for (const id of [...this.pasts.keys()]) taken(this.pasts, id)?.reject(new Error(reason));
    for (const id of [...this.marks.keys()]) taken(this.marks, id)?.reject(new Error(reason));
  }

  private job(id: number): Job | undefined {
    const job = taken(this.jobs, id);
    job?.cancelling.dispose();
    return job;
  }
}

/** Whoever waits under a number, which is free then. */
function taken<T>(waiting: Map<number, T>, id: number): T | undefined {
  const found = waiting.get(id);
  waiting.delete(id);
  return found;
}

function notRunning(): Error {
  return new Error(
    vscode.l10n.t(
      'The engine does not run, and only it can reach what was recorded. It is started again by itself: try again in some seconds, or run "Wirthforge: Run Diagnostics" to see why it stopped.',
    ),
  );
}
