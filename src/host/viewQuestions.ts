import * as vscode from 'vscode';
import type { HistoryRequest } from '../protocol/history';
import { messageOf } from '../protocol/messageOf';
import type { ToView } from '../protocol/viewLink';
import type { EngineClient } from './engineClient';

/** A page asks one question at a time; more than this at once is a page gone wrong. */
const mostOpen = 8;

/** The questions about the past that one page has asked. A page that was loaded anew is told no answer to another's. */
export class ViewQuestions {
  private page = 0;
  private open = 0;

  constructor(
    private readonly engine: Pick<EngineClient, 'history'>,
    private readonly post: (message: ToView) => void,
  ) {}

  /** Call when the page that asked is gone. */
  forget(): void {
    this.page++;
    this.open = 0;
  }

  async ask(question: number, request: HistoryRequest): Promise<void> {
    const { page } = this;
    if (this.open >= mostOpen) {
      const reason = vscode.l10n.t(
        'Too many questions about the past are open at once, so this one was not asked. It is asked again by itself.',
      );
      this.post({ type: 'noHistory', question, reason });
      return;
    }
    this.open++;
    const message = await this.answer(question, request);
    if (page !== this.page) return;
    this.open--;
    this.post(message);
  }

  private async answer(question: number, request: HistoryRequest): Promise<ToView> {
    try {
      return { type: 'history', question, answer: await this.engine.history(request) };
    } catch (error) {
      return { type: 'noHistory', question, reason: messageOf(error) };
    }
  }
}
