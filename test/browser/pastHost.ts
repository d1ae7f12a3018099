import type { Marks } from '../../src/protocol/marks';
import type { FromView } from '../../src/protocol/viewLink';
import { Feed, wave } from './feed';
import type { ViewPage } from './viewPage';

const now = 1_780_000_015_000;
const minute = 60_000;
const hour = 60 * minute;

/** An alert and a session that a chart of the last day shows. */
export const marks: Marks = {
  alerts: [
    {
      id: 'a1',
      rule: 'cpu',
      name: 'CPU busy',
      severity: 'warning',
      message: 'CPU at 97.0% for 1 min.',
      from: now - 2 * hour,
      to: now - hour,
    },
  ],
  sessions: [{ id: 's1', from: now - 20 * hour, to: null }],
  isComplete: true,
};

/** What charts of the machine are drawn from, a model and two cores with it. */
export function performanceMachine(): Feed {
  const feed = new Feed();
  const fast = feed.group(100);
  feed.add(fast, 'system.cpu_percent', {}, (time) => 40 + 30 * wave(time, 40_000) + 20 * wave(time, 9 * hour));
  feed.add(fast, 'system.memory_percent', {}, (time) => 60 + 4 * wave(time, 5 * hour));
  feed.add(
    feed.group(1000),
    'model.tokens_per_second',
    { runtime: 'local', model: 'tiny' },
    (time) => 50 * wave(time, hour),
  );
  for (const core of ['0', '1'])
    feed.add(feed.group(500), 'system.cpu_core_percent', { core }, (time) => 100 * wave(time, minute, Number(core)));
  return feed;
}

export type Question = Extract<FromView, { type: 'history' | 'marks' }>;

/** Answers what a page asks about the past, as the host would. */
export class PastHost {
  private readonly answered = new Set<number>();

  constructor(
    readonly view: ViewPage,
    readonly feed: Feed,
    private readonly isRecorded?: (time: number) => boolean,
  ) {}

  async asked(): Promise<Question[]> {
    return (await this.view.heard()).filter((message): message is Question => isQuestion(message));
  }

  async open(): Promise<Question[]> {
    return (await this.asked()).filter(({ question }) => !this.answered.has(question));
  }

  async answer(asked: Question): Promise<void> {
    const { question } = asked;
    this.answered.add(question);
    if (asked.type === 'marks') await this.view.tell({ type: 'marks', question, marks });
    else await this.view.tell({ type: 'history', question, answer: this.feed.answer(asked.request, this.isRecorded) });
  }

  async refuse({ type, question }: Question, reason: string): Promise<void> {
    this.answered.add(question);
    await this.view.tell({ type: type === 'marks' ? 'noMarks' : 'noHistory', question, reason });
  }

  /** Answers until nothing more is asked. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 2;) {
      await this.view.drawn();
      const open = await this.open();
      quiet = open.length === 0 ? quiet + 1 : 0;
      for (const question of open) await this.answer(question);
    }
  }

  /** Waits for the next question that is not answered. */
  async next(type: 'history' | 'marks' = 'history'): Promise<Question> {
    for (let tries = 0; tries < 50; tries++) {
      const found = (await this.open()).find((one) => one.type === type);
      if (found) return found;
      await this.view.drawn();
    }
    throw new Error('The page asks nothing.');
  }
}

function isQuestion({ type }: FromView): boolean {
  return type === 'history' || type === 'marks';
}
