import type { HistoryAnswer, HistoryRequest } from '../../../src/protocol/history';
import type { PageTime } from '../../shared/frameLoop';
import { longestStepMs, mostPoints } from '../../shared/past/pastStep';
import { pastAggregates } from '../../shared/past/pastStore';
import type { Questions } from '../../shared/questions';
import { Asker } from './asker';
import { askedTo, Picture, type PictureWish } from './picture';

const leastRefreshMs = 10_000;
const mostKept = 8;
const mostDoublings = 4;

/**
 * Finds pictures of the past: those that were seen stay for a while, so that the way back is instant, and the one most
 * like what is wanted is shown until its own has come.
 */
export class PictureLoader {
  /** The newest first. */
  private kept: Picture[] = [];
  private asker: Asker<HistoryAnswer>;
  /** Asks for what is likely to be wanted next, and becomes the other one when it is. */
  private foreseer: Asker<HistoryAnswer>;
  private isSatisfied = false;

  constructor(
    time: PageTime,
    private readonly questions: Questions,
    changed: () => void,
  ) {
    this.asker = new Asker(time, changed);
    this.foreseer = new Asker(time, changed);
  }

  get problem(): string | undefined {
    return this.asker.problem;
  }

  /** Whether what `look` found last is all that was wanted. */
  get isLoaded(): boolean {
    return this.isSatisfied;
  }

  /** The best that is known; asks for what is missing. Call whenever the view draws. */
  look(wish: PictureWish): Picture | undefined {
    const own = this.kept.find((picture) => picture.satisfies(wish));
    this.isSatisfied = own !== undefined;
    if (!own) {
      if (this.foreseer.isAsking(keyOf(wish))) this.adoptForeseen();
      this.askWhole(this.asker, wish);
    } else {
      this.use(own);
      if (wish.isLive && askedTo(wish) - own.to >= Math.max(own.stepMs, leastRefreshMs)) this.askNewest(own, wish);
    }
    return own ?? this.mostLike(wish);
  }

  /** The best that is known, without asking. */
  find(wish: PictureWish): Picture | undefined {
    return this.kept.find((picture) => picture.satisfies(wish)) ?? this.mostLike(wish);
  }

  /** Asks ahead for a picture that is likely to be wanted next. */
  foresee(wish: PictureWish): void {
    const isKnown = this.asker.isAsking(keyOf(wish)) || this.kept.some((picture) => picture.satisfies(wish));
    if (!isKnown) this.askWhole(this.foreseer, wish);
  }

  /** Says that no picture is wanted. */
  rest(): void {
    this.asker.rest();
  }

  retry(): void {
    this.asker.retry();
  }

  stop(): void {
    this.asker.stop();
    this.foreseer.stop();
  }

  private adoptForeseen(): void {
    this.asker.rest();
    [this.asker, this.foreseer] = [this.foreseer, this.asker];
  }

  private askWhole(asker: Asker<HistoryAnswer>, wish: PictureWish): void {
    const { metrics, from } = wish;
    // More series may have been recorded than are there now, perhaps more than one answer can hold.
    const stepMs = Math.min(longestStepMs, wish.stepMs * 2 ** Math.min(asker.failures, mostDoublings));
    const start = Math.max(0, Math.floor(from / stepMs) - 1) * stepMs;
    asker.want(
      keyOf(wish),
      (answered, failed) => this.questions.ask(requestOf(wish, start, askedTo(wish), stepMs), answered, failed),
      (answer) => {
        this.kept.unshift(new Picture({ ...wish, metrics }, answer));
        this.kept.length = Math.min(this.kept.length, mostKept);
      },
    );
  }

  private askNewest(picture: Picture, wish: PictureWish): void {
    const { stepMs, metrics } = picture;
    const start = Math.floor(picture.to / stepMs) * stepMs;
    this.asker.want(
      `newest ${start} ${stepMs} ${metrics.join(' ')}`,
      (answered, failed) => this.questions.ask(requestOf({ metrics }, start, askedTo(wish), stepMs), answered, failed),
      (answer) => {
        // Where the newest part is kept in other steps than the rest, both are asked for in the same.
        if (!picture.extend(answer, wish.from)) this.kept = this.kept.filter((one) => one !== picture);
      },
    );
  }

  private use(picture: Picture): void {
    if (this.kept[0] === picture) return;
    this.kept = [picture, ...this.kept.filter((one) => one !== picture)];
  }

  private mostLike(wish: PictureWish): Picture | undefined {
    let best: Picture | undefined;
    let likeness = 0;
    for (const picture of this.kept) {
      const own = picture.likeness(wish);
      if (own > likeness) [best, likeness] = [picture, own];
    }
    return best;
  }
}

function keyOf({ metrics, from, to, stepMs, isLive }: PictureWish): string {
  const span = isLive ? `live ${to - from}` : `${from} ${to}`;
  return `${span} ${stepMs} ${metrics.join(' ')}`;
}

function requestOf(
  { metrics }: Pick<PictureWish, 'metrics'>,
  from: number,
  to: number,
  stepMs: number,
): HistoryRequest {
  return { metrics, from, to, stepMs, aggregates: pastAggregates, mostPoints };
}
