import * as vscode from 'vscode';
import type { FromEngine, ToEngine } from '../protocol/engineLink';
import type { HistoryAnswer, HistoryRequest } from '../protocol/history';
import type { Marks, MarksRequest } from '../protocol/marks';
import type { Role } from '../protocol/role';
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
  {
    readonly type:
      | 'history'
      | 'noHistory'
      | 'marks'
      | 'noMarks'
      | 'link'
      | 'endpoint'
      | 'tokenRotated'
      | 'noEntrance'
      | 'jobProgress'
      | 'jobDone'
      | 'jobFailed';
  }
>;

/** Where the server is, and a token for it. */
export interface Endpoint {
  readonly url: string;
  readonly token: string;
}

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
  private readonly links = new Map<number, Waiting<string>>();
  private readonly endpoints = new Map<number, Waiting<Endpoint>>();
  private readonly rotations = new Map<number, Waiting<void>>();
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
    return this.question(this.pasts, (question) => ({ type: 'history', question, request }));
  }

  /** @throws Error with a sentence for people when there is no answer. */
  askMarks(request: MarksRequest): Promise<Marks> {
    return this.question(this.marks, (question) => ({ type: 'marks', question, request }));
  }

  /** A link that opens the server in a browser, once. @throws Error with a sentence for people when there is none. */
  askLink(): Promise<string> {
    return this.question(this.links, (question) => ({ type: 'openLink', question }));
  }

  /** @throws Error with a sentence for people when the server does not listen. */
  askEndpoint(role: Role): Promise<Endpoint> {
    return this.question(this.endpoints, (question) => ({ type: 'endpoint', question, role }));
  }

  /** @throws Error with a sentence for people when the token stays as it was. */
  rotateToken(): Promise<void> {
    return this.question(this.rotations, (question) => ({ type: 'rotateToken', question }));
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
      case 'link':
        taken(this.links, message.question)?.resolve(message.url);
        return;
      case 'endpoint':
        taken(this.endpoints, message.question)?.resolve({ url: message.url, token: message.token });
        return;
      case 'tokenRotated':
        taken(this.rotations, message.question)?.resolve();
        return;
      case 'noEntrance':
        for (const waiting of [this.links, this.endpoints, this.rotations])
          taken<Pick<Waiting<never>, 'reject'>>(waiting, message.question)?.reject(new Error(message.reason));
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
    for (const waiting of [this.pasts, this.marks, this.links, this.endpoints, this.rotations])
      for (const id of [...waiting.keys()])
        taken<Pick<Waiting<never>, 'reject'>>(waiting, id)?.reject(new Error(reason));
  }

  private question<T>(waiting: Map<number, Waiting<T>>, message: (id: number) => ToEngine): Promise<T> {
    const id = ++this.lastId;
    if (!this.post(message(id))) return Promise.reject(notRunning());
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
    });
  }

  private job(id: number): Job | undefined {
    const job = taken(this.jobs, id);
    job?.cancelling.dispose();
    return job;
  }
}

/** Whoever waits under a number, which is free then. */
function taken<T>(waiting: Pick<Map<number, T>, 'get' | 'delete'>, id: number): T | undefined {
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
