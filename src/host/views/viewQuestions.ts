import * as vscode from 'vscode';
import { messageOf } from '../../protocol/messageOf';
import type { FromView, ToView } from '../../protocol/viewLink';
import type { EngineClient } from '../engineClient';

/** The views of one page ask a few questions at a time; more than this at once is a page gone wrong. */
const mostOpen = 8;

type Question = Extract<FromView, { type: 'history' | 'marks' }>;

/** The questions about the past that one page has asked. A page that was loaded anew is told no answer to another's. */
export class ViewQuestions {
  private page = 0;
  private open = 0;

  constructor(
    private readonly engine: Pick<EngineClient, 'history' | 'marks'>,
    private readonly post: (message: ToView) => void,
  ) {}

  /** Call when the page that asked is gone. */
  forget(): void {
    this.page++;
    this.open = 0;
  }

  async ask(asked: Question): Promise<void> {
    const { page } = this;
    if (this.open >= mostOpen) {
      const reason = vscode.l10n.t(
        'Too many questions about the past are open at once, so this one was not asked. It is asked again by itself.',
      );
      this.post(refusalOf(asked, reason));
      return;
    }
    this.open++;
    const message = await this.answer(asked);
    if (page !== this.page) return;
    this.open--;
    this.post(message);
  }

  private async answer(asked: Question): Promise<ToView> {
    const { question } = asked;
    try {
      return asked.type === 'history'
        ? { type: 'history', question, answer: await this.engine.history(asked.request) }
        : { type: 'marks', question, marks: await this.engine.marks(asked.request) };
    } catch (error) {
      return refusalOf(asked, messageOf(error));
    }
  }
}

function refusalOf({ type, question }: Question, reason: string): ToView {
  return { type: type === 'history' ? 'noHistory' : 'noMarks', question, reason };
}
