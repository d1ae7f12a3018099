import type { FromEngine, StreamRequest, ToEngine } from '../../protocol/engineLink';
import { failureOf, type Question } from './failure';

interface Waiting {
  readonly message: Question;
  /** Whether some engine was asked. */
  isAsked: boolean;
}

interface Watched {
  readonly request: StreamRequest;
  /** Whether some engine has sent of it. */
  isTold: boolean;
}

/** What a new engine is to be told, and the window before that. */
export interface Beginning {
  readonly toWindow: readonly FromEngine[];
  readonly toEngine: readonly ToEngine[];
}

/** Done twice, these are not what was asked for. */
const onceOnly: readonly Question['type'][] = ['job', 'rotateToken'];

/** Two may have been under way when the engine was asked; later ones know of it. */
const statusesUnderWay = 2;

const lost =
  'The process that did this for all windows has ended, so that it is not known how far it came. Another one goes on: look at what there is, and try again.';

/** What a window wants of whichever engine there is. */
export class Standing {
  private readonly streams = new Map<number, Watched>();
  private readonly waiting = new Map<number, Waiting>();
  private focusedAt: number | undefined;
  private secret: Uint8Array | undefined;
  /** What the user asked for, until an engine shows that it was done. */
  private control: 'pause' | 'resume' | undefined;
  /** Statuses since an engine was told of it. */
  private statuses = 0;
  /** Whether an engine was told what the user does about an alert, and has not shown yet what came of it. */
  private hasCommanded = false;

  /** @param paused Whether the monitor is paused, until an engine says so. */
  constructor(private paused: boolean) {}

  /** Whether an engine that begins now is to be paused. */
  get isPaused(): boolean {
    return this.control === undefined ? this.paused : this.control === 'pause';
  }

  /** Takes note of what the window says. @param isTold Whether an engine is told it too. */
  wants(message: ToEngine, isTold: boolean): void {
    switch (message.type) {
      case 'open':
        this.streams.set(message.stream, { request: message.request, isTold });
        return;
      case 'close':
        this.streams.delete(message.stream);
        return;
      case 'history':
      case 'marks':
      case 'openLink':
      case 'endpoint':
      case 'rotateToken':
        this.waiting.set(message.question, { message, isAsked: isTold });
        return;
      case 'job':
        this.waiting.set(message.job, { message, isAsked: isTold });
        return;
      case 'unlock':
        this.secret = message.secret;
        return;
      case 'focused':
        this.focusedAt = message.at;
        return;
      case 'pause':
      case 'resume':
        this.control = message.type;
        this.statuses = 0;
        return;
      case 'alert':
        this.hasCommanded = isTold;
        return;
      case 'configure':
      case 'ux':
      case 'cancelJob':
      case 'stop':
        return;
    }
  }

  /** Gives up a job that no engine was asked for yet. Returns what the window is to be told; undefined for any other. */
  cancel(job: number): FromEngine | undefined {
    if (this.waiting.get(job)?.isAsked !== false) return undefined;
    this.waiting.delete(job);
    return { type: 'jobFailed', job, reason: 'It was cancelled before it began.', isCancelled: true };
  }

  /** Takes note of what an engine says. */
  hears(message: FromEngine): void {
    switch (message.type) {
      case 'status':
        this.paused = message.status.paused;
        this.statuses++;
        if (this.statuses > statusesUnderWay || this.paused === (this.control === 'pause')) this.control = undefined;
        return;
      case 'alerts':
      case 'alertRefused':
        this.hasCommanded = false;
        return;
      case 'history':
      case 'noHistory':
      case 'marks':
      case 'noMarks':
      case 'link':
      case 'endpoint':
      case 'tokenRotated':
      case 'noEntrance':
        this.waiting.delete(message.question);
        return;
      case 'jobDone':
      case 'jobFailed':
        this.waiting.delete(message.job);
        return;
      case 'renewed':
      case 'series':
      case 'rows':
      case 'activity':
      case 'live':
      case 'jobProgress':
      case 'notice':
      case 'log':
      case 'stopped':
        return;
    }
  }

  /** The engine is gone. Returns what the window is to be told of what cannot be asked for anew. */
  lost(): FromEngine[] {
    const failed: FromEngine[] = [];
    for (const [id, asked] of this.waiting) {
      if (asked.isAsked && onceOnly.includes(asked.message.type)) {
        this.waiting.delete(id);
        failed.push(failureOf(asked.message, lost));
      } else asked.isAsked = false;
    }
    if (this.hasCommanded) failed.push({ type: 'alertRefused', reason: lost });
    this.hasCommanded = false;
    return failed;
  }

  /** There will be no engine for some time. Returns what the window is to be told of everything that it waits for. */
  refuseAll(reason: string): FromEngine[] {
    const refused = Array.from(this.waiting.values(), ({ message }) => failureOf(message, reason));
    this.waiting.clear();
    return refused;
  }

  /** There is another engine. Everything in here counts as told from now on. */
  begin(): Beginning {
    const toWindow: FromEngine[] = [];
    const toEngine: ToEngine[] = [];
    if (this.secret) toEngine.push({ type: 'unlock', secret: this.secret });
    if (this.focusedAt !== undefined) toEngine.push({ type: 'focused', at: this.focusedAt });
    if (this.control) toEngine.push({ type: this.control });
    this.statuses = 0;
    for (const [stream, watched] of this.streams) {
      if (watched.isTold) toWindow.push({ type: 'renewed', stream });
      watched.isTold = true;
      toEngine.push({ type: 'open', stream, request: watched.request });
    }
    for (const asked of this.waiting.values()) {
      if (asked.isAsked) continue;
      asked.isAsked = true;
      toEngine.push(asked.message);
    }
    return { toWindow, toEngine };
  }
}
