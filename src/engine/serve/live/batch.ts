/** Messages that go out together, made once for every client that gets them, in the form of each way to send them. */
export class Batch {
  private frame: Buffer | undefined;
  private events: Buffer | undefined;

  /**
   * @param texts JSON of one message each, at least one.
   * @param epoch Of the messages. @param seq Of the last of them.
   */
  constructor(
    readonly texts: readonly string[],
    private readonly epoch: number,
    private readonly seq: number,
  ) {}

  /** One WebSocket message: the object itself, or an array of several. */
  get webSocketFrame(): Buffer {
    const { texts } = this;
    return (this.frame ??= Buffer.from(texts.length === 1 ? texts[0]! : `[${texts.join(',')}]`));
  }

  /**
   * Server-sent events, one for each message. Only the last has an id: who was cut off in between comes back with that
   * of the batch before, and gets this one again.
   */
  get eventStream(): Buffer {
    const last = this.texts.length - 1;
    const event = (text: string, i: number): string =>
      `${i === last ? `id: ${this.epoch}:${this.seq}\n` : ''}data: ${text}\n\n`;
    return (this.events ??= Buffer.from(this.texts.map(event).join('')));
  }
}
