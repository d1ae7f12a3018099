import type { Notice } from '../../../protocol/alerts';
import { PageQuestions } from '../../../protocol/feed/pageQuestions';
import { PageStream } from '../../../protocol/feed/pageStream';
import type { PageView } from '../../../protocol/feed/pagePaths';
import { viewStreams } from '../../../protocol/feed/viewStreams';
import { messageOf } from '../../../protocol/messageOf';
import { suffices, type Role } from '../../../protocol/role';
import { viewAlerts } from '../../../protocol/viewAlerts';
import type { ToView } from '../../../protocol/viewLink';
import { StepQueue } from '../../stepQueue';
import type { FromPage, ReadyPage } from './pageMessages';
import type { PageSources } from './pageSources';

export interface ServedPageOptions {
  readonly view: PageView;
  readonly role: Role;
  readonly sources: PageSources;
  readonly send: (message: ToView) => void;
}

const tooMany =
  'Too many questions about the past are open at once, so this one was not asked. It is asked again by itself.';

const refused: Omit<Notice, 'message'> = {
  id: 0,
  level: 'warning',
  alerts: [],
  incident: '',
  durationMs: 10_000,
  hasSound: false,
  advice: [],
  commands: [],
};

/** Feeds one page in a browser, as the editor's host feeds those in webviews. */
export class ServedPage {
  readonly view: PageView;
  private readonly stream: PageStream;
  private readonly questions: PageQuestions;
  private readonly orders = new StepQueue((error) => {
    // What it shows of the alert is not so any more.
    this.tellAlerts();
    this.options.send({ type: 'notice', notice: { ...refused, message: messageOf(error) } });
  });
  private hasBegun = false;
  private isResting = false;

  constructor(private readonly options: ServedPageOptions) {
    const { view, sources, send } = options;
    this.view = view;
    this.stream = new PageStream(viewStreams[view], sources.openStream, send);
    this.questions = new PageQuestions(sources, send, () => tooMany);
  }

  /** Whether the page said that it is ready. */
  get isFed(): boolean {
    return this.stream.isOpen;
  }

  heard(message: FromPage): void {
    switch (message.type) {
      case 'ready':
        this.ready(message);
        return;
      case 'rest':
        this.isResting = true;
        this.hold();
        return;
      case 'watch':
        // Also while it is held: it is what the page is sent once it goes on.
        if (this.hasBegun) this.stream.watch(message);
        return;
      case 'history':
      case 'marks':
        if (this.isFed) void this.questions.ask(message);
        return;
      case 'alert':
        void this.orders.run(() => this.act(message));
        return;
    }
  }

  /** Stops what comes by itself but notices. */
  hold(): void {
    this.stream.end();
  }

  /** Goes on: from the beginning, since a page with gaps would draw them. */
  goOn(): void {
    if (this.isResting) return;
    this.stream.restart();
    this.tellAll();
  }

  end(): void {
    this.stream.end();
    this.questions.forget();
  }

  tellStatus(): void {
    if (this.isFed) this.options.send({ type: 'status', status: this.options.sources.status() });
  }

  tellAlerts(): void {
    const { sources, send } = this.options;
    const alerts = sources.alerts();
    if (alerts && this.isFed) send({ type: 'alerts', alerts: viewAlerts(alerts, sources.config()) });
  }

  tellLayout(): void {
    const layout = this.view === 'dashboard' ? this.options.sources.layout() : undefined;
    if (layout && this.isFed) this.options.send({ type: 'layout', ...layout });
  }

  tell(message: Extract<ToView, { type: 'notice' }>): void {
    if (this.hasBegun) this.options.send(message);
  }

  private ready({ metrics, goesOn }: ReadyPage): void {
    this.hasBegun = true;
    this.isResting = false;
    this.questions.forget();
    this.stream.begin(metrics, goesOn);
    this.tellAll();
  }

  private tellAll(): void {
    this.tellStatus();
    this.tellAlerts();
    this.tellLayout();
  }

  private async act({ command }: Extract<FromPage, { type: 'alert' }>): Promise<void> {
    const { role, sources } = this.options;
    if (!suffices(role, 'operator')) throw new Error('Who only looks cannot answer alerts: that needs an operator.');
    await sources.alert(command);
  }
}
