import * as l10n from '@vscode/l10n';
import type { HistoryAnswer, HistoryRequest } from '../../src/protocol/history';
import type { Marks, MarksRequest } from '../../src/protocol/marks';
import type { FromView, ToView } from '../../src/protocol/viewLink';
import { pageTime, type PageTime } from './frameLoop';

/** Where ids begin, so that they differ from those of a `PastLoader` on the same page. */
const firstId = 2 ** 20;
const lastId = 0x7fff_ffff;
const answerLimitMs = 60_000;
/** The host takes some more, and refuses the rest. */
const mostOpen = 4;

interface Asked {
  readonly message: (id: number) => FromView;
  readonly history?: (answer: HistoryAnswer) => void;
  readonly marks?: (marks: Marks) => void;
  readonly failed: (reason: string) => void;
  isWithdrawn: boolean;
}

interface OpenQuestion {
  readonly asked: Asked;
  readonly timer: number;
}

/**
 * The questions of one page about the past, each with who asked it: a few are open, the others wait their turn. A
 * question ends once: with its answer, with a reason why there is none, or unheard when the asker withdraws it.
 */
export class Questions {
  private readonly open = new Map<number, OpenQuestion>();
  private readonly waiting: Asked[] = [];
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
    const message = (question: number): FromView => ({ type: 'history', question, request });
    return this.add({ message, history: answered, failed, isWithdrawn: false });
  }

  /** Asks for alerts and sessions of a stretch of time; what it returns withdraws the question. */
  askMarks(request: MarksRequest, answered: (marks: Marks) => void, failed: (reason: string) => void): () => void {
    const message = (question: number): FromView => ({ type: 'marks', question, request });
    return this.add({ message, marks: answered, failed, isWithdrawn: false });
  }

  /** Hands an answer to whoever asked; false for a message that answers none of the open questions. */
  heard(message: ToView): boolean {
    if (message.type === 'history') return this.close(message.question, ({ history }) => history?.(message.answer));
    if (message.type === 'marks') return this.close(message.question, ({ marks }) => marks?.(message.marks));
    if (message.type !== 'noHistory' && message.type !== 'noMarks') return false;
    return this.close(message.question, ({ failed }) => {
      failed(message.reason);
    });
  }

  /** Call when the host begins anew, or the page was hidden: answers that have not come will not come. */
  forget(): void {
    for (const { timer } of this.open.values()) this.time.stopTimer(timer);
    this.open.clear();
    this.waiting.length = 0;
  }

  private add(asked: Asked): () => void {
    this.waiting.push(asked);
    this.next();
    return () => {
      asked.isWithdrawn = true;
      const at = this.waiting.indexOf(asked);
      if (at >= 0) this.waiting.splice(at, 1);
      // A question that is open stays so until it is answered: the store works on it still.
    };
  }

  private next(): void {
    while (this.open.size < mostOpen) {
      const asked = this.waiting.shift();
      if (!asked) return;
      this.send(asked);
    }
  }

  private send(asked: Asked): void {
    const id = this.nextId;
    this.nextId = id === lastId ? firstId : id + 1;
    const timer = this.time.startTimer(() => {
      this.close(id, ({ failed }) => {
        failed(
          l10n.t(
            'No answer has come within {0} s. The monitor may be busy or may have been restarted.',
            answerLimitMs / 1000,
          ),
        );
      });
    }, answerLimitMs);
    this.open.set(id, { asked, timer });
    this.post(asked.message(id));
  }

  private close(id: number, tell: (asked: Asked) => void): boolean {
    const question = this.open.get(id);
    if (!question) return false;
    this.open.delete(id);
    this.time.stopTimer(question.timer);
    if (!question.asked.isWithdrawn) tell(question.asked);
    this.next();
    return true;
  }
}
