import * as vscode from 'vscode';
import type { Worker } from 'node:worker_threads';
import type { AlertCommand, AlertsInfo, Notice } from '../protocol/alerts';
import type { FromEngine, StreamRequest, ToEngine, WorkerInit } from '../protocol/engineLink';
import type { StreamReader } from '../protocol/feed/streamReader';
import type { HistoryAnswer, HistoryRequest } from '../protocol/history';
import type { Marks, MarksRequest } from '../protocol/marks';
import { messageOf } from '../protocol/messageOf';
import type { Role } from '../protocol/role';
import type { Config } from '../protocol/settings';
import type { EngineStatus } from '../protocol/status';
import type { JobProgress, StoreJobKind, StoreJobResults } from '../protocol/storeJobs';
import type { UxReport } from '../protocol/ux';
import { DisposableStore, type Disposable } from './disposable';
import { EngineJobs, type CancelToken, type Endpoint, type JobOf } from './engineJobs';
import { EngineStreams } from './engineStreams';
import { HoldMeter } from './holdMeter';
import type { HostLog } from './log';
import { lostEngineStatus } from './lostEngine';
import { measuresUx } from './measuresUx';
import { Observable, type Observed } from './observable';
import { RestartDelay } from './restartDelay';

const stopLimitMs = 2000;

export type EngineState =
  | { readonly state: 'starting' }
  | { readonly state: 'running' }
  | { readonly state: 'stopped' }
  | { readonly state: 'failed'; readonly reason: string };

export interface EngineOptions {
  /** Starts the thread; the client owns it from then on. */
  readonly spawn: (init: WorkerInit) => Worker;
  readonly dataDir: string;
  readonly version: string;
  /** What people call the window: the name of its workspace. */
  readonly window?: string;
  readonly config: Observed<Config>;
  readonly log: HostLog;
}

/** The engine's thread as the host sees it: started, started again after a failure, and stopped with the window. */
export class EngineClient implements Disposable {
  readonly holds = new HoldMeter();
  private readonly states = new Observable<EngineState>({ state: 'stopped' });
  private readonly statuses = new Observable<EngineStatus | undefined>(undefined);
  private readonly told = new Observable<AlertsInfo | undefined>(undefined);
  private readonly noticeListeners = new Set<(notice: Notice) => void>();
  private readonly refusalListeners = new Set<(reason: string) => void>();
  private readonly streams = new EngineStreams((message) => {
    this.post(message);
  });
  private readonly jobs = new EngineJobs((message) => this.post(message));
  private readonly subscriptions = new DisposableStore();
  private readonly restartDelay = new RestartDelay();
  private worker: Worker | undefined;
  private startedAt = 0;
  private retry: NodeJS.Timeout | undefined;
  private wantsPause = false;
  private focusedAt: number | undefined;
  private secret: Uint8Array | undefined;
  private stopping: Promise<void> | undefined;

  constructor(private readonly options: EngineOptions) {
    this.subscriptions.add(
      options.config.onChange((config) => {
        this.post({ type: 'configure', config });
      }),
    );
  }

  get state(): Observed<EngineState> {
    return this.states;
  }

  /** The newest word of the engine about itself; while it does not run, the reason stands in its components. */
  get status(): Observed<EngineStatus | undefined> {
    return this.statuses;
  }

  /** Where all alerts stand; while the engine does not run, as they stood last. */
  get alerts(): Observed<AlertsInfo | undefined> {
    return this.told;
  }

  /** Calls `listener` with everything that people are to be told in this window, until disposed. */
  onNotice(listener: (notice: Notice) => void): Disposable {
    this.noticeListeners.add(listener);
    return { dispose: () => void this.noticeListeners.delete(listener) };
  }

  /** Calls with the reason, for people, when what the user wanted done about an alert was not done. */
  onAlertRefused(listener: (reason: string) => void): Disposable {
    this.refusalListeners.add(listener);
    return { dispose: () => void this.refusalListeners.delete(listener) };
  }

  start(): void {
    if (this.stopping || this.worker) return;
    const { spawn, config, dataDir, version, window } = this.options;
    this.states.set({ state: 'starting' });
    this.startedAt = performance.now();
    try {
      const init = { config: config.value, dataDir, version, paused: this.wantsPause };
      this.worker = this.watch(spawn(window === undefined ? init : { ...init, window }));
    } catch (error) {
      this.failed(messageOf(error));
      return;
    }
    if (this.secret) this.unlock(this.secret);
    if (this.focusedAt !== undefined) this.post({ type: 'focused', at: this.focusedAt });
    this.streams.reopen();
  }

  pause(): void {
    this.wantsPause = true;
    this.post({ type: 'pause' });
  }

  resume(): void {
    this.wantsPause = false;
    this.post({ type: 'resume' });
  }

  /** Tells that this window has the keyboard, so that people are told things in it. @param at ms since 1970 */
  focused(at: number): void {
    this.focusedAt = at;
    this.post({ type: 'focused', at });
  }

  /** Gives the engine, and every later one, what opens an encrypted store. */
  unlock(secret: Uint8Array): void {
    this.secret = secret;
    this.post({ type: 'unlock', secret });
  }

  /** Tells the engine what the user does about an alert, and the caller whether there is an engine. */
  alert(command: AlertCommand): boolean {
    return this.post({ type: 'alert', command });
  }

  /** Opens a stream that outlives failures of the engine, until disposed. */
  openStream(request: StreamRequest, reader: StreamReader): Disposable {
    return this.streams.open(request, reader);
  }

  /**
   * Has the engine do some long work on the store.
   * @throws JobCancelled once the engine has ended it because the token asked; Error with a sentence for people when it
   * failed, or when the engine was lost on the way.
   */
  runJob<K extends StoreJobKind>(
    what: JobOf<K>,
    progress: (progress: JobProgress) => void,
    token: CancelToken,
  ): Promise<StoreJobResults[K]> {
    return this.jobs.run(what, progress, token);
  }

  /** Asks for the past. @throws Error with a sentence for people when it cannot be had. */
  history(request: HistoryRequest): Promise<HistoryAnswer> {
    return this.jobs.ask(request);
  }

  /** Asks what happened in a stretch of time. @throws Error with a sentence for people when it cannot be had. */
  marks(request: MarksRequest): Promise<Marks> {
    return this.jobs.askMarks(request);
  }

  /** A link that opens the server in a browser, once, within 60 s. @throws Error with a sentence for people. */
  openLink(): Promise<string> {
    return this.jobs.askLink();
  }

  /** Where the server is, and the token of a role. @throws Error with a sentence for people. */
  endpoint(role: Role): Promise<Endpoint> {
    return this.jobs.askEndpoint(role);
  }

  /** Has the engine make another token. @throws Error with a sentence for people when the old one still holds. */
  rotateToken(): Promise<void> {
    return this.jobs.rotateToken();
  }

  /** Tells how this window feels to its user. Without an engine nothing comes of it: a later second has other figures. */
  ux(report: UxReport): void {
    if (measuresUx(this.options.config.value)) this.post({ type: 'ux', report });
  }

  /** Lets the engine finish what it writes, for 2 s at most, then ends its thread. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  dispose(): void {
    void this.stop();
  }

  private watch(worker: Worker): Worker {
    let reason: string | undefined;
    worker.on('message', (message: FromEngine) => {
      if (worker === this.worker)
        this.holds.run(message.type, () => {
          this.receive(message);
        });
    });
    worker.on('messageerror', (error) => {
      this.options.log.write('error', `A message of the engine could not be read and was left out: ${error.message}`);
    });
    worker.on('error', (error: unknown) => {
      reason = messageOf(error);
    });
    worker.on('exit', (code) => {
      if (worker !== this.worker) return;
      this.worker = undefined;
      if (!this.stopping) this.failed(reason ?? `exit code ${code}`);
    });
    return worker;
  }

  private receive(message: FromEngine): void {
    switch (message.type) {
      case 'status':
        this.statuses.set(message.status);
        // Another window may have paused or resumed for all.
        this.wantsPause = message.status.paused;
        if (this.states.value.state !== 'running' && !this.stopping) this.states.set({ state: 'running' });
        return;
      case 'renewed':
        this.streams.reader(message.stream)?.renewed();
        return;
      case 'series':
        this.streams.reader(message.stream)?.series(message.series);
        return;
      case 'rows':
        this.streams.reader(message.stream)?.rows(message.rows);
        return;
      case 'activity':
        this.streams.reader(message.stream)?.activity?.(message.activity);
        return;
      case 'live':
        this.streams.reader(message.stream)?.live();
        return;
      case 'history':
      case 'noHistory':
      case 'marks':
      case 'noMarks':
      case 'link':
      case 'endpoint':
      case 'tokenRotated':
      case 'noEntrance':
      case 'jobProgress':
      case 'jobDone':
      case 'jobFailed':
        this.jobs.receive(message);
        return;
      case 'alerts':
        this.told.set(message.alerts);
        return;
      case 'notice':
        for (const listener of [...this.noticeListeners]) listener(message.notice);
        return;
      case 'alertRefused':
        for (const listener of [...this.refusalListeners]) listener(message.reason);
        return;
      case 'log':
        this.options.log.write(message.level, message.message);
        return;
      case 'stopped':
        return;
    }
  }

  private failed(cause: string): void {
    const { log, version } = this.options;
    const delayMs = this.restartDelay.after(performance.now() - this.startedAt);
    const reason = vscode.l10n.t(
      'The engine stopped unexpectedly ({0}). Nothing is measured until it runs again; it is restarted in {1} s. If this repeats, run "Wirthforge: Run Diagnostics".',
      cause,
      delayMs / 1000,
    );
    log.write('error', reason);
    this.statuses.set(lostEngineStatus(this.statuses.value, version, reason));
    this.states.set({ state: 'failed', reason });
    this.jobs.fail(reason);
    this.retry = setTimeout(() => {
      this.start();
    }, delayMs);
  }

  private async end(): Promise<void> {
    clearTimeout(this.retry);
    this.subscriptions.dispose();
    const { worker } = this;
    this.states.set({ state: 'stopped' });
    this.jobs.fail(
      vscode.l10n.t('The monitor is stopping with this window, so this was not finished. Try again in a new window.'),
    );
    if (!worker) return;
    const inTime = await new Promise<boolean>((resolve) => {
      const limit = setTimeout(resolve, stopLimitMs, false);
      const finish = (): void => {
        clearTimeout(limit);
        resolve(true);
      };
      worker.once('exit', finish);
      worker.on('message', (message: FromEngine) => {
        if (message.type === 'stopped') finish();
      });
      this.post({ type: 'stop' });
    });
    if (!inTime)
      this.options.log.write('warn', `The engine did not stop within ${stopLimitMs / 1000} s and was ended.`);
    await worker.terminate();
  }

  /** Whether there was an engine to tell. */
  private post(message: ToEngine): boolean {
    this.worker?.postMessage(message);
    return this.worker !== undefined;
  }
}
