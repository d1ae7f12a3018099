import type { HistoryAnswer, HistoryRequest } from '../../src/protocol/history';
import type { Marks, MarksRequest } from '../../src/protocol/marks';
import type { FromView, ToView } from '../../src/protocol/viewLink';
import { pageTime, type PageTime } from './frameLoop';

/** Where ids begin, so that they differ from those of a `PastLoader` on the same page. */
const firstId = 2 ** 20;
const lastId = 0x7fff_ffff;
const answerLimitMs = 60_000;

interface OpenQuestion {
  readonly history?: (answer: HistoryAnswer) => void;
  readonly marks?: (marks: Marks) => void;
  readonly failed: (reason: string) => void;
  readonly timer: number;
}

/**
 * The open questions of one page about the past, each with who asked it. A question ends once: with its answer, with a
 * reason why there is none, or unheard when the asker withdraws it.
 */
export class Questions {
  private readonly open = new Map<number, OpenQuestion>();
  private nextId = firstId;

  constructor(
    private readonly post: (message: FromView) => void,
    private readonly time: PageTime = pageTime,
  ) {}

  /** Asks for the past of metrics; what it returns withdraws the question. */
  ask(
    request: HistoryRequest,
    answered: (answer: HistoryAnswer) => void,
    failed: (reason: string) => void,
  ): () => void {
    return this.send((question) => ({ type: 'history', question, request }), { history: answered, failed });
  }

  /** Asks for alerts and sessions of a stretch of time; what it returns withdraws the question. */
  askMarks(request: MarksRequest, answered: (marks: Marks) => void, failed: (reason: string) => void): () => void {
    return this.send((question) => ({ type: 'marks', question, request }), { marks: answered, failed });
  }

  /** Hands an answer to whoever asked; false for a message that answers none of the open questions. */
  heard(message: ToView): boolean {
    switch (message.type) {
      case 'history':
        return this.close(message.question, (asked) => asked.history?.(message.answer));
      case 'marks':
        return this.close(message.question, (asked) => asked.marks?.(message.marks));
      case 'noHistory':
      case 'noMarks':
        return this.close(message.question, (asked) => {
          asked.failed(message.reason);
        });
      default:
        return false;
    }
  }

  private send(messageOf: (id: number) => FromView, asked: Omit<OpenQuestion, 'timer'>): () => void {
    const id = this.nextId;
    this.nextId = id === lastId ? firstId : id + 1;
    const timer = this.time.startTimer(() => {
      this.close(id, ({ failed }) => {
        failed(
          `No answer has come within ${answerLimitMs / 1000} s. The monitor may be busy or may have been restarted.`,
        );
      });
    }, answerLimitMs);
    this.open.set(id, { ...asked, timer });
    this.post(messageOf(id));
    return () => {
      this.close(id, () => undefined);
    };
  }

  private close(id: number, tell: (asked: OpenQuestion) => void): boolean {
    const asked = this.open.get(id);
    if (!asked) return false;
    this.open.delete(id);
    this.time.stopTimer(asked.timer);
    tell(asked);
    return true;
  }
}
