import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { commandId } from '../protocol/commands';
import type { StreamRequest } from '../protocol/engineLink';
import type { Config } from '../protocol/settings';
import type { ToView, ViewCommand } from '../protocol/viewLink';
import { viewAlerts } from './alerts/viewAlerts';
import { dashboardHtml } from './dashboardHtml';
import { DisposableSlot, DisposableStore, type Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import type { StreamReader } from './engineStreams';
import type { HostLog } from './log';
import type { Observed } from './observable';
import { openSettings } from './settings';
import { parseFromView } from './viewMessages';
import { ViewQuestions } from './viewQuestions';

const stream: StreamRequest = {
  metrics: ['system.*', 'model.*', 'monitor.*'],
  maxHz: 10,
  historyMs: 300_000,
  activity: true,
};

/**
 * One dashboard in one webview panel. VS Code throws the page away while it is hidden and loads it again when it is
 * shown; the stream is open exactly as long as there is a page that said `ready`.
 */
export class DashboardPanel implements Disposable {
  private readonly parts = new DisposableStore();
  private readonly stream = this.parts.add(new DisposableSlot());
  private readonly reader: StreamReader = {
    reset: () => {
      this.post({ type: 'reset' });
    },
    series: (series) => {
      this.post({ type: 'series', series });
    },
    rows: (rows) => {
      this.post({ type: 'rows', rows });
    },
    live: () => {
      this.post({ type: 'live' });
    },
    activity: (activity) => {
      this.post({ type: 'activity', activity });
    },
  };

  private readonly questions: ViewQuestions;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    private readonly engine: EngineClient,
    private readonly config: Observed<Config>,
    private readonly log: HostLog,
  ) {
    const { webview } = panel;
    this.questions = new ViewQuestions(engine, (message) => {
      this.post(message);
    });
    const media = vscode.Uri.joinPath(extensionUri, 'media');
    const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, 'icon-light.svg'),
      dark: vscode.Uri.joinPath(media, 'icon-dark.svg'),
    };
    // A panel that VS Code brings back has the options of the version that made it.
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    this.parts.add(
      panel.onDidChangeViewState(() => {
        if (panel.visible) return;
        this.stream.clear();
        this.questions.forget();
      }),
    );
    this.parts.add(
      webview.onDidReceiveMessage((message: unknown) => {
        this.receive(message);
      }),
    );
    this.parts.add(
      engine.status.onChange(() => {
        if (!this.stream.isEmpty) this.postStatus();
      }),
    );
    const toldOfAlerts = (): void => {
      if (!this.stream.isEmpty) this.postAlerts();
    };
    this.parts.add(engine.alerts.onChange(toldOfAlerts));
    this.parts.add(config.onChange(toldOfAlerts));
    this.parts.add(
      engine.onNotice((notice) => {
        if (!this.stream.isEmpty) this.post({ type: 'notice', notice });
      }),
    );
    const local = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
    webview.html = dashboardHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      script: local('dashboard.js'),
      style: local('dashboard.css'),
      language: vscode.env.language,
      title: panel.title,
    });
  }

  reveal(): void {
    this.panel.reveal();
  }

  /** Stops feeding the page; the panel itself is the user's to close. */
  dispose(): void {
    this.questions.forget();
    this.parts.dispose();
  }

  private receive(message: unknown): void {
    const parsed = parseFromView(message);
    if (!parsed) {
      this.log.write('debug', 'The dashboard sent a message that is not in the protocol; it was ignored.');
      return;
    }
    switch (parsed.type) {
      case 'ready':
        if (!this.panel.visible) return;
        this.questions.forget();
        this.stream.set(this.engine.openStream(stream, this.reader));
        this.postStatus();
        this.postAlerts();
        return;
      case 'command':
        void runViewCommand(parsed.command);
        return;
      case 'history':
        if (!this.stream.isEmpty) void this.questions.ask(parsed.question, parsed.request);
        return;
      case 'alert':
        this.engine.alert(parsed.command);
        return;
    }
  }

  private postStatus(): void {
    const status = this.engine.status.value;
    if (status) this.post({ type: 'status', status });
  }

  private postAlerts(): void {
    const { engine, config } = this;
    if (engine.alerts.value) this.post({ type: 'alerts', alerts: viewAlerts(engine.alerts.value, config.value) });
  }

  private post(message: ToView): void {
    void this.panel.webview.postMessage(message);
  }
}

function runViewCommand(command: ViewCommand): Thenable<unknown> {
  return command === 'openSettings' ? openSettings() : vscode.commands.executeCommand(commandId(command));
}
