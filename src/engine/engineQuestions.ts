import type { FromEngine } from '../protocol/engineLink';
import type { HistoryRequest } from '../protocol/history';
import type { MarksRequest } from '../protocol/marks';
import { messageOf } from '../protocol/messageOf';
import type { Role } from '../protocol/role';
import type { JobProgress, StoreJob } from '../protocol/storeJobs';
import type { Engine } from './engine';
import { marksOf } from './engineMarks';
import type { Entrance } from './serve/access/gate';
import { wasCalledOff } from './store/thread/storeThread';
import { storeJob } from './storeJob';
import { Turns } from './turns';

/** Questions about the past that the store works on at a time: each holds what it has read, and more would be no faster. */
const mostPasts = 8;

/** What the editor asks the engine that takes a while: answered, or refused with a reason, by its number. */
export class EngineQuestions {
  private readonly jobs = new Map<number, AbortController>();
  private readonly pasts = new Turns(mostPasts);

  constructor(
    private readonly engine: Pick<Engine, 'store' | 'alerts' | 'server'>,
    private readonly post: (message: FromEngine) => void,
  ) {}

  async history(question: number, request: HistoryRequest): Promise<void> {
    try {
      this.post({ type: 'history', question, answer: await this.pasts.take(() => this.engine.store.history(request)) });
    } catch (error) {
      this.post({ type: 'noHistory', question, reason: messageOf(error) });
    }
  }

  async marks(question: number, request: MarksRequest): Promise<void> {
    try {
      this.post({ type: 'marks', question, marks: await this.pasts.take(() => marksOf(this.engine, request)) });
    } catch (error) {
      this.post({ type: 'noMarks', question, reason: messageOf(error) });
    }
  }

  openLink(question: number): Promise<void> {
    return this.entrance(question, ({ url, gate }) => ({ type: 'link', question, url: gate.linkAt(url) }));
  }

  endpoint(question: number, role: Role): Promise<void> {
    return this.entrance(question, ({ url, gate }) => ({ type: 'endpoint', question, url, token: gate.tokenOf(role) }));
  }

  async rotateToken(question: number): Promise<void> {
    try {
      await this.engine.server.rotateToken();
      this.post({ type: 'tokenRotated', question });
    } catch (error) {
      this.post({ type: 'noEntrance', question, reason: messageOf(error) });
    }
  }

  async job(job: number, what: StoreJob): Promise<void> {
    const abort = new AbortController();
    this.jobs.set(job, abort);
    try {
      const tell = (progress: JobProgress): void => {
        this.post({ type: 'jobProgress', job, progress });
      };
      const result = await storeJob(this.engine.store, what, tell, abort.signal);
      this.post({ type: 'jobDone', job, result });
    } catch (error) {
      this.post({ type: 'jobFailed', job, reason: messageOf(error), isCancelled: wasCalledOff(error) });
    } finally {
      this.jobs.delete(job);
    }
  }

  cancel(job: number): void {
    this.jobs.get(job)?.abort();
  }

  /** Nobody waits for the answers any more. */
  cancelAll(): void {
    for (const abort of this.jobs.values()) abort.abort();
  }

  /** Who asks right after a takeover asks before the server listens. */
  private async entrance(question: number, answer: (entrance: Entrance) => FromEngine): Promise<void> {
    try {
      await this.engine.server.settled();
      this.post(answer(this.engine.server.entrance()));
    } catch (error) {
      this.post({ type: 'noEntrance', question, reason: messageOf(error) });
    }
  }
}
