import * as vscode from 'vscode';
import type { StreamRequest } from '../../protocol/engineLink';
import { PageQuestions } from '../../protocol/feed/pageQuestions';
import { PageStream } from '../../protocol/feed/pageStream';
import { messageOf } from '../../protocol/messageOf';
import type { FromView, ToView } from '../../protocol/viewLink';
import type { ViewName } from '../../protocol/ux';
import { viewAlerts } from '../../protocol/viewAlerts';
import { DisposableStore, type Disposable } from '../disposable';
import { measuresUx } from '../measuresUx';
import { changeLayout } from './changeLayout';
import { isRefusedFile } from './refusedFile';
import { runViewCommand } from './runViewCommand';
import { ViewFiles } from './viewFiles';
import { parseFromView } from './viewMessages';
import type { ViewSources } from './viewSources';

export interface FeedOptions extends ViewSources {
  readonly name: ViewName;
  readonly webview: vscode.Webview;
  readonly isVisible: () => boolean;
  readonly onVisibility: vscode.Event<unknown>;
  /** What a page is sent until it asks for other metrics. */
  readonly stream: StreamRequest;
}

/**
 * Feeds the page in one webview. VS Code throws the page away while it is hidden and loads it again when it is shown;
 * the stream is open exactly as long as there is a page that said `ready`.
 */
export class ViewFeed implements Disposable {
  private readonly parts = new DisposableStore();
  private readonly stream: PageStream;
  private readonly questions: PageQuestions;
  private hasToldUx = false;
  private readonly files = new ViewFiles((asked) => {
    this.attempt(asked);
  });

  constructor(private readonly options: FeedOptions) {
    const { parts } = this;
    const { webview, engine, config, layout, isVisible, onVisibility } = options;
    const post = (message: ToView): void => {
      this.post(message);
    };
    this.stream = new PageStream(options.stream, (request, reader) => engine.openStream(request, reader), post);
    this.questions = new PageQuestions(engine, post, () =>
      vscode.l10n.t(
        'Too many questions about the past are open at once, so this one was not asked. It is asked again by itself.',
      ),
    );
    const whileFed = (tell: () => void) => (): void => {
      if (this.isFed) tell();
    };
    const postAlerts = whileFed(() => {
      this.postAlerts();
    });
    parts.add(
      onVisibility(() => {
        if (!isVisible()) this.pageGone();
      }),
    );
    parts.add(
      webview.onDidReceiveMessage((message: unknown) => {
        this.receive(message);
      }),
    );
    parts.add(
      engine.status.onChange(
        whileFed(() => {
          this.postStatus();
        }),
      ),
    );
    parts.add(engine.alerts.onChange(postAlerts));
    parts.add(config.onChange(postAlerts));
    parts.add(
      config.onChange(
        whileFed(() => {
          this.postUx();
        }),
      ),
    );
    parts.add(
      engine.onNotice((notice) => {
        if (this.isFed) post({ type: 'notice', notice });
      }),
    );
    if (!layout) return;
    parts.add(
      layout.layout.onChange(
        whileFed(() => {
          this.postLayout();
        }),
      ),
    );
  }

  /** Stops feeding the page; the webview itself is VS Code's. */
  dispose(): void {
    this.pageGone();
    this.parts.dispose();
  }

  private get isFed(): boolean {
    return this.stream.isOpen;
  }

  private receive(message: unknown): void {
    const parsed = parseFromView(message);
    const { name, log } = this.options;
    if (parsed) {
      this.obey(parsed);
      return;
    }
    log.write('debug', `The view ${name} sent a message that is not in the protocol; it was ignored.`);
    if (isRefusedFile(message)) this.files.refuse();
  }

  private obey(message: FromView): void {
    const { engine, layout, name } = this.options;
    switch (message.type) {
      case 'ready':
        this.pageReady();
        return;
      case 'command':
        this.attempt(runViewCommand(message.command));
        return;
      case 'alert':
        engine.alert(message.command);
        return;
      case 'history':
      case 'marks':
        if (this.isFed) void this.questions.ask(message);
        return;
      case 'watch':
        if (this.isFed) this.stream.watch(message);
        return;
      case 'layout':
        if (layout) this.attempt(changeLayout(layout, message.change, this.refuseChange));
        return;
      case 'save':
        this.files.save(message.file);
        return;
      case 'copy':
        this.files.copy(message.text, this.tellCopied);
        return;
      case 'ux':
        if (!this.isFed) return;
        this.hasToldUx = true;
        engine.ux({ kind: 'view', view: name, figures: message.figures });
        return;
    }
  }

  /** What a page asks for tells people itself why it was not done; what VS Code refuses besides is in the log. */
  private attempt(asked: Thenable<unknown>): void {
    const { name, log } = this.options;
    asked.then(undefined, (error: unknown) => {
      log.write('error', `What the view ${name} asked for was not done: ${messageOf(error)}`);
    });
  }

  private readonly refuseChange = (): void => {
    if (this.isFed) this.postLayout();
  };

  private readonly tellCopied = (): void => {
    if (this.isFed) this.post({ type: 'copied' });
  };

  private pageReady(): void {
    if (!this.options.isVisible()) return;
    this.questions.forget();
    this.stream.begin();
    this.postStatus();
    this.postAlerts();
    this.postLayout();
    this.postUx();
  }

  private pageGone(): void {
    this.stream.end();
    this.questions.forget();
    if (!this.hasToldUx) return;
    this.hasToldUx = false;
    this.options.engine.ux({ kind: 'viewGone', view: this.options.name });
  }

  private postStatus(): void {
    const status = this.options.engine.status.value;
    if (status) this.post({ type: 'status', status });
  }

  private postAlerts(): void {
    const { engine, config } = this.options;
    if (engine.alerts.value) this.post({ type: 'alerts', alerts: viewAlerts(engine.alerts.value, config.value) });
  }

  private postLayout(): void {
    const known = this.options.layout?.layout.value;
    if (known) this.post({ type: 'layout', ...known });
  }

  private postUx(): void {
    this.post({ type: 'ux', isMeasured: measuresUx(this.options.config.value) });
  }

  private post(message: ToView): void {
    void this.options.webview.postMessage(message);
  }
}
