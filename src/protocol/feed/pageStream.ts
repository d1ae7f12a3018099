import type { StreamRequest } from '../engineLink';
import { matchesAny } from '../glob';
import type { FromView, ToView } from '../viewLink';
import { postingReader } from './postingReader';
import type { StreamReader } from './streamReader';

/** The stream of one page: open exactly as long as the page wants to be told something. */
export class PageStream {
  private open: { dispose(): void } | undefined;
  private sent: readonly string[] = [];
  private readonly reader: StreamReader;

  /**
   * @param request What the page is sent until it asks for other metrics.
   * @param openStream Opens a stream until it is disposed; `reset` is told at its beginning.
   */
  constructor(
    private readonly request: StreamRequest,
    private readonly openStream: (request: StreamRequest, reader: StreamReader) => { dispose(): void },
    post: (message: ToView) => void,
  ) {
    this.reader = postingReader(post);
  }

  get isOpen(): boolean {
    return this.open !== undefined;
  }

  /**
   * Begins anew. @param metrics In place of what the page is sent at first.
   * @param goesOn Whether the page keeps what it was sent before.
   */
  begin(metrics = this.request.metrics, goesOn = false): void {
    const { reader } = this;
    const goingOn = {
      ...reader,
      reset: () => {
        reader.renewed();
      },
    };
    this.follow(metrics, goesOn ? goingOn : reader);
  }

  /** Begins anew with the metrics that it has. */
  restart(): void {
    this.follow(this.sent);
  }

  /**
   * A stream that sends these and more stays: another one would begin with minutes of history again. While none is
   * open, it is what {@link restart} begins with.
   */
  watch({ metrics, isPastMissing }: Extract<FromView, { type: 'watch' }>): void {
    if (!this.open) {
      this.sent = metrics;
      return;
    }
    const isSent = metrics.every((pattern) => matchesAny(this.sent, pattern));
    if (isPastMissing || !isSent) this.follow(metrics);
  }

  end(): void {
    const { open } = this;
    this.open = undefined;
    open?.dispose();
  }

  private follow(metrics: readonly string[], reader = this.reader): void {
    this.sent = metrics;
    const before = this.open;
    this.open = this.openStream({ ...this.request, metrics }, reader);
    // Only now, so that what is measured on demand goes on.
    before?.dispose();
  }
}
