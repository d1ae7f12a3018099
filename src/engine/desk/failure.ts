import type { FromEngine, ToEngine } from '../../protocol/engineLink';

/** What is answered by its number, sooner or later. */
export type Question = Extract<
  ToEngine,
  { readonly type: 'history' | 'marks' | 'openLink' | 'endpoint' | 'rotateToken' | 'job' }
>;

/** The answer to what cannot be done. @param reason For people: what happened, what it means, what to do. */
export function failureOf(message: Question, reason: string): FromEngine {
  switch (message.type) {
    case 'history':
      return { type: 'noHistory', question: message.question, reason };
    case 'marks':
      return { type: 'noMarks', question: message.question, reason };
    case 'openLink':
    case 'endpoint':
    case 'rotateToken':
      return { type: 'noEntrance', question: message.question, reason };
    case 'job':
      return { type: 'jobFailed', job: message.job, reason, isCancelled: false };
  }
}
