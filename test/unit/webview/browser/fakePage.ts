/** A WebSocket that does what a test says. */
export class FakeSocket {
  static readonly OPEN = 1;
  static readonly made: FakeSocket[] = [];
  readyState = 0;
  onopen: (() => void) | undefined;
  onmessage: ((event: { data: unknown }) => void) | undefined;
  onclose: ((event: { code: number; reason: string }) => void) | null | undefined;
  readonly sent: string[] = [];
  closed = false;

  constructor(
    readonly url: string,
    readonly protocols: readonly string[],
  ) {
    FakeSocket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
  }

  opened(): void {
    this.readyState = FakeSocket.OPEN;
    this.onopen?.();
  }

  ended(code = 1006, reason = ''): void {
    this.onclose?.({ code, reason });
  }
}

/** The timers of a page, which go off when a test says. */
export class FakeTimers {
  private readonly due = new Map<number, { readonly at: number; readonly done: () => void }>();
  private now = 0;
  private lastId = 0;

  readonly setTimeout = (done: () => void, ms: number): number => {
    this.due.set(++this.lastId, { at: this.now + ms, done });
    return this.lastId;
  };

  readonly clearTimeout = (id: number | undefined): void => {
    if (id !== undefined) this.due.delete(id);
  };

  /** Lets time pass, and whatever was due happen. */
  pass(ms: number): void {
    this.now += ms;
    for (const [id, { at, done }] of [...this.due]) if (at <= this.now && this.due.delete(id)) done();
  }
}
