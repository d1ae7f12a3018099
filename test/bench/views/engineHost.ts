import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type * as vscode from 'vscode';
import { defaults } from '../../../src/engine/config/defaults';
import { EngineClient } from '../../../src/host/engineClient';
import { HostLog } from '../../../src/host/log';
import { Observable } from '../../../src/host/observable';
import { ViewFeed } from '../../../src/host/views/viewFeed';
import { viewStreams } from '../../../src/protocol/feed/viewStreams';
import type { HistoryAnswer, HistoryRequest } from '../../../src/protocol/history';
import type { ToView } from '../../../src/protocol/viewLink';
import type { ViewPage } from '../../browser/viewPage';
import { EventEmitter } from '../../support/fakeVscode';

declare global {
  interface Window {
    tellHost: (message: unknown) => void;
  }
}

/** When a question about the past came to the host, and when its answer did; ms since 1970. */
export interface AskedPast {
  /** How long the past was that was asked for, ms. */
  readonly lengthMs: number;
  readonly askedAt: number;
  readonly answeredAt: number;
}

const settleMs = 20_000;

/** The engine in its thread with the host before it, as in a window of VS Code, for pages in a browser. */
export class EngineHost {
  /** The questions about a longer past than is streamed, in steps, in turn. */
  readonly asked: AskedPast[] = [];
  private readonly config = new Observable({ ...defaults(), 'server.port': 0, 'proxy.port': 0 });
  private readonly log = new HostLog();
  private readonly engine: EngineClient;

  constructor(dataDir: string) {
    this.engine = new EngineClient({
      spawn: (init) => new Worker(path.resolve('dist/engine.js'), { workerData: init }),
      dataDir,
      version: 'bench',
      config: this.config,
      log: this.log,
    });
  }

  /** Starts the engine; ready when its store takes questions. */
  async start(): Promise<void> {
    this.engine.start();
    const end = Date.now() + settleMs;
    while (this.engine.status.value?.components.find(({ id }) => id === 'store')?.state !== 'running') {
      if (Date.now() > end) throw new Error('The store was not ready in 20 s.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Feeds a performance page until what it returns is called. */
  async feed({ page }: ViewPage): Promise<() => Promise<void>> {
    const said = new EventEmitter<unknown>();
    const { engine, config, log } = this;
    let last: Promise<unknown> = Promise.resolve();
    let isOpen = true;
    const post = (message: ToView): Promise<boolean> => {
      if (!isOpen) return Promise.resolve(false);
      const told = page.evaluate((data) => window.dispatchEvent(new MessageEvent('message', { data })), message);
      last = Promise.all([last, told]);
      return told;
    };
    const webview = { onDidReceiveMessage: said.event, postMessage: post } as unknown as vscode.Webview;
    const feed = new ViewFeed({
      name: 'performance',
      webview,
      isVisible: () => true,
      onVisibility: new EventEmitter<void>().event,
      stream: viewStreams.performance,
      config,
      log,
      engine: {
        status: engine.status,
        alerts: engine.alerts,
        openStream: (request, reader) => engine.openStream(request, reader),
        onNotice: (listener) => engine.onNotice(listener),
        alert: (command) => engine.alert(command),
        marks: (request) => engine.marks(request),
        ux: (report) => {
          engine.ux(report);
        },
        history: (request) => this.timed(request),
      },
    });
    await page.exposeFunction('tellHost', (message: unknown) => {
      said.fire(message);
    });
    await page.evaluate(() => {
      const { heard } = window.fakeHost;
      heard.push = (...messages) => {
        for (const message of messages) window.tellHost(message);
        return 0;
      };
      for (const message of heard.splice(0)) window.tellHost(message);
    });
    return async () => {
      isOpen = false;
      feed.dispose();
      await last;
    };
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    this.log.dispose();
  }

  private async timed(request: HistoryRequest): Promise<HistoryAnswer> {
    const askedAt = Date.now();
    const answer = await this.engine.history(request);
    const lengthMs = request.to - request.from;
    if (request.isWhole !== true) this.asked.push({ lengthMs, askedAt, answeredAt: Date.now() });
    return answer;
  }
}
