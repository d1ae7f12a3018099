import { pagePaths, type PageView } from '../../src/protocol/feed/pagePaths';
import { unpackMessage } from '../../src/protocol/feed/packedMessage';
import type { FromView, ViewCommand } from '../../src/protocol/viewLink';
import type { Link } from '../shared/link';
import { Connection, type ConnectionState } from './connection';
import { copyToClipboard, saveAsDownload } from './handOver';
import { loadState, saveState } from './storedState';

/** A tab that is looked at again soon goes on without its past being sent anew. */
const restAfterMs = 10_000;

const viewOf: Partial<Record<ViewCommand, PageView>> = {
  openDashboard: 'dashboard',
  openEnergy: 'energy',
  openPerformance: 'performance',
};

/** The link of a page in a browser to the monitor, over a WebSocket that comes back by itself. */
export class SocketLink implements Link {
  readonly isInVscode = false;
  private readonly connection: Connection;
  private receive: ((message: unknown) => void) | undefined;
  private isReady = false;
  /** What the page draws; undefined while it is what its view is sent at first. */
  private metrics: readonly string[] | undefined;
  /** Whether something was sent to the page that a break leaves standing. */
  private goesOn = false;
  private origin = window.location.origin;
  private resting: number | undefined;
  private isResting = false;
  /** What was asked and not answered, by its number: asked again after a break. */
  private readonly asked = new Map<number, string>();

  /** @param changed Told how the connection stands. */
  constructor(
    private readonly view: PageView,
    private readonly changed: (state: ConnectionState) => void,
  ) {
    this.connection = new Connection({
      view,
      received: (data) => {
        this.received(data);
      },
      changed: (state) => {
        this.connectionChanged(state);
      },
    });
    document.addEventListener('visibilitychange', () => {
      this.visibilityChanged();
    });
  }

  /** Where a view is now: at the server that feeds this page. */
  addressOf(view: PageView): string {
    return this.origin + pagePaths[view];
  }

  listen(receive: (message: unknown) => void): void {
    this.receive = receive;
    this.connection.open();
  }

  post(message: FromView): void {
    switch (message.type) {
      case 'command':
        this.go(message.command);
        return;
      case 'save':
        saveAsDownload(message.file);
        return;
      case 'copy':
        copyToClipboard(message.text, () => this.receive?.({ type: 'copied' }));
        return;
      case 'layout':
      case 'ux':
        // The layout is changed in the editor, and only its pages are measured.
        return;
      case 'ready':
        this.isReady = true;
        this.begin();
        return;
      case 'watch':
        this.metrics = message.metrics;
        break;
      case 'history':
      case 'marks':
        this.asked.set(message.question, JSON.stringify(message));
        break;
      case 'alert':
        break;
    }
    this.connection.send(JSON.stringify(message));
  }

  loadState(): unknown {
    return loadState(this.view);
  }

  saveState(state: unknown): void {
    saveState(this.view, state);
  }

  private begin(): void {
    const { metrics, goesOn } = this;
    this.connection.send(JSON.stringify({ type: 'ready', metrics, ...(goesOn && { goesOn }) }));
    for (const question of this.asked.values()) this.connection.send(question);
    // It ends a rest, and may be said in the background: in a tab that was opened there, or after a break.
    this.isResting = false;
    this.restSoon();
  }

  private connectionChanged(state: ConnectionState): void {
    if (state.kind === 'connected') {
      this.origin = state.origin;
      if (this.isReady) this.begin();
    }
    this.changed(state);
  }

  private received(data: ArrayBuffer): void {
    this.goesOn = true;
    const message = unpackMessage(data);
    const answered = (message as { readonly question?: unknown } | null)?.question;
    if (typeof answered === 'number') this.asked.delete(answered);
    this.receive?.(message);
  }

  private go(command: ViewCommand): void {
    const view = viewOf[command];
    if (view) window.location.assign(this.addressOf(view));
  }

  private visibilityChanged(): void {
    this.restSoon();
    if (this.isResting && document.visibilityState === 'visible') this.begin();
  }

  /** Rests after a while, unless the page is looked at. */
  private restSoon(): void {
    window.clearTimeout(this.resting);
    if (document.visibilityState === 'visible') return;
    this.resting = window.setTimeout(() => {
      this.isResting = true;
      this.connection.send(JSON.stringify({ type: 'rest' }));
    }, restAfterMs);
  }
}
