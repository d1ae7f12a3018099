import type { AlertCommand } from '../../protocol/alerts';
import type { FromEngine, StreamRequest, ToEngine } from '../../protocol/engineLink';
import { messageOf } from '../../protocol/messageOf';
import type { UxReport, ViewName } from '../../protocol/ux';
import { Superseded } from '../elect/fence';
import type { Follower } from '../elect/leading';
import type { Engine } from '../engine';
import { EngineQuestions } from '../engineQuestions';
import { StepQueue } from '../stepQueue';
import type { OpenStream } from '../streamHub';
import type { Listener } from './desks';

/** What a desk needs of an engine. */
export type DeskEngine = Pick<
  Engine,
  'alerts' | 'configure' | 'desks' | 'pause' | 'requireLead' | 'resume' | 'server' | 'store' | 'streams' | 'ux'
>;

/** More than any window has open at once. */
const mostStreams = 256;

/** What one client, a window's own thread or a follower, says to an engine and hears from it. */
export class EngineDesk implements Listener {
  focusedAt: number | undefined;
  readonly isElsewhere: boolean;
  private readonly streams = new Map<number, OpenStream>();
  private readonly views = new Set<ViewName>();
  private readonly questions: EngineQuestions;
  /** Whoever gave one hears why it was not carried out. */
  private readonly orders = new StepQueue((error) => {
    this.tell({ type: 'alertRefused', reason: messageOf(error) });
  });
  private hasClosed = false;

  /** @param follower Undefined for the window that the engine runs in. */
  constructor(
    private readonly engine: DeskEngine,
    private readonly post: (message: FromEngine) => void,
    follower?: Pick<Follower, 'kind'>,
  ) {
    this.isElsewhere = follower !== undefined;
    this.focusedAt = follower === undefined || follower.kind === 'window' ? 0 : undefined;
    this.questions = new EngineQuestions(engine, (message) => {
      this.tell(message);
    });
    engine.desks.add(this);
  }

  readonly tell = (message: FromEngine): void => {
    if (!this.hasClosed) this.post(message);
  };

  /** Does what the client says; its end is not the engine's, so `stop` is for whoever made that. */
  receive(message: ToEngine): void {
    const { engine, questions } = this;
    switch (message.type) {
      case 'configure':
        engine.configure(message.config);
        return;
      case 'pause':
      case 'resume':
        void this.orders.run(() => this.control(message.type));
        return;
      case 'open':
        this.open(message.stream, message.request);
        return;
      case 'close':
        this.closeStream(message.stream);
        return;
      case 'unlock':
        engine.store.unlock({ kind: 'editor', secret: message.secret });
        return;
      case 'history':
        void questions.history(message.question, message.request);
        return;
      case 'marks':
        void questions.marks(message.question, message.request);
        return;
      case 'ux':
        this.ux(message.report);
        return;
      case 'openLink':
        void questions.openLink(message.question);
        return;
      case 'endpoint':
        void questions.endpoint(message.question, message.role);
        return;
      case 'rotateToken':
        void questions.rotateToken(message.question);
        return;
      case 'job':
        void questions.job(message.job, message.what);
        return;
      case 'cancelJob':
        questions.cancel(message.job);
        return;
      case 'alert':
        void this.orders.run(() => this.command(message.command));
        return;
      case 'focused':
        // A clock that runs ahead would keep every notice to its window.
        if (this.focusedAt !== undefined) this.focusedAt = Math.min(message.at, Date.now());
        return;
      case 'stop':
        return;
    }
  }

  /** The client is gone: what it watched and asked for ends. */
  close(): void {
    if (this.hasClosed) return;
    this.hasClosed = true;
    const { engine, questions } = this;
    engine.desks.remove(this);
    for (const stream of this.streams.values()) engine.streams.close(stream);
    this.streams.clear();
    for (const view of this.views) engine.ux.report({ kind: 'viewGone', view }, this);
    questions.cancelAll();
  }

  private open(id: number, request: StreamRequest): void {
    this.closeStream(id);
    if (this.streams.size < mostStreams) this.streams.set(id, this.engine.streams.open(id, request, this.tell));
  }

  private closeStream(id: number): void {
    const stream = this.streams.get(id);
    if (!stream) return;
    this.streams.delete(id);
    this.engine.streams.close(stream);
  }

  private ux(report: UxReport): void {
    if (report.kind === 'view') this.views.add(report.view);
    if (report.kind === 'viewGone') this.views.delete(report.view);
    this.engine.ux.report(report, this);
  }

  /** What a screen that lagged behind asked of an alert that is gone is no fault of the engine, but its user is told. */
  private async command(asked: AlertCommand): Promise<void> {
    await this.engine.requireLead();
    this.engine.alerts.command(asked);
  }

  private async control(order: 'pause' | 'resume'): Promise<void> {
    try {
      await this.engine.requireLead();
    } catch (error) {
      // Its window gives the order to whoever leads by now, since nobody has told it that it was carried out.
      if (error instanceof Superseded) return;
      throw error;
    }
    this.engine[order]();
  }
}
