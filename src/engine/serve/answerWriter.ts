import type { ServerResponse } from 'node:http';

/**
 * No piece of an answer is begun later in a turn than this, ms. With the last piece, and with handing over what was made,
 * the engine's thread is held for about half a millisecond.
 */
const turnMs = 0.35;
const turnCharacters = 65_536;

interface OpenAnswer {
  readonly response: ServerResponse;
  readonly pieces: Iterator<string>;
  readonly failed: (error: unknown) => void;
}

/**
 * Writes answers made of pieces, about half a millisecond of one answer in each turn of the event loop, however many are
 * under way. A reader that does not keep up has its answer wait, not grow in memory.
 */
export class AnswerWriter {
  private readonly waiting: OpenAnswer[] = [];
  private next: NodeJS.Immediate | undefined;

  /** @param held Told how long each turn held the thread, ms. */
  constructor(
    private readonly monotonic: () => number,
    private readonly held: (ms: number) => void,
  ) {}

  /** @param failed Told what a piece threw, once; the answer goes no further then. */
  write(response: ServerResponse, pieces: Iterator<string>, failed: (error: unknown) => void): void {
    this.enqueue({ response, pieces, failed });
  }

  private enqueue(answer: OpenAnswer): void {
    this.waiting.push(answer);
    this.next ??= setImmediate(this.turn);
  }

  private readonly turn = (): void => {
    this.next = undefined;
    const started = this.monotonic();
    const answer = this.waiting.shift();
    // A reader that went away leaves an answer that nobody finishes.
    if (answer && !answer.response.destroyed) this.advance(answer, started);
    if (this.waiting.length > 0) this.next ??= setImmediate(this.turn);
    this.held(this.monotonic() - started);
  };

  private advance(answer: OpenAnswer, started: number): void {
    const { response, pieces } = answer;
    let text = '';
    let isDone = false;
    try {
      do {
        const piece = pieces.next();
        isDone = piece.done === true;
        if (!isDone) text += piece.value as string;
      } while (!isDone && text.length < turnCharacters && this.monotonic() - started < turnMs);
    } catch (error) {
      answer.failed(error);
      return;
    }
    if (isDone) {
      response.end(text);
    } else if (text === '' || response.write(text)) {
      this.enqueue(answer);
    } else {
      response.once('drain', () => {
        this.enqueue(answer);
      });
    }
  }
}
