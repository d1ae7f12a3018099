import type { HistoryAnswer, HistoryRequest } from '../history';
import type { Marks, MarksRequest } from '../marks';
import { messageOf } from '../messageOf';
import type { FromView, ToView } from '../viewLink';

/** The views of one page ask a few questions at a time; more than this at once is a page gone wrong. */
const mostOpen = 8;
/** With those that a page asked before it was loaded anew, which are answered all the same. */
const mostRunning = 2 * mostOpen;

type Question = Extract<FromView, { type: 'history' | 'marks' }>;

/** Who knows the past. Both throw an Error with a sentence for people when it cannot be had. */
export interface PastSource {
  history(request: HistoryRequest): Promise<HistoryAnswer>;
  marks(request: MarksRequest): Promise<Marks>;
}

/** The questions about the past that one page has asked. A page that was loaded anew is told no answer to another's. */
export class PageQuestions {
  private page = 0;
  private open = 0;
  private running = 0;

  /** @param tooMany Says to people that too many questions are open at once. */
  constructor(
    private readonly source: PastSource,
    private readonly post: (message: ToView) => void,
    private readonly tooMany: () => string,
  ) {}

  /** Call when the page that asked is gone. */
  forget(): void {
    this.page++;
    this.open = 0;
  }

  /** Never rejects. */
  async ask(asked: Question): Promise<void> {
    const { page } = this;
    if (this.open >= mostOpen || this.running >= mostRunning) {
      this.post(refusalOf(asked, this.tooMany()));
      return;
    }
    this.open++;
    this.running++;
    const message = await this.answer(asked);
    this.running--;
    if (page !== this.page) return;
    this.open--;
    this.post(message);
  }

  private async answer(asked: Question): Promise<ToView> {
    const { question } = asked;
    try {
      return asked.type === 'history'
        ? { type: 'history', question, answer: await this.source.history(asked.request) }
        : { type: 'marks', question, marks: await this.source.marks(asked.request) };
    } catch (error) {
      return refusalOf(asked, messageOf(error));
    }
  }
}

function refusalOf({ type, question }: Question, reason: string): ToView {
  return { type: type === 'history' ? 'noHistory' : 'noMarks', question, reason };
}
