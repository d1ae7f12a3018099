import type { Layout, LayoutChange } from '../../../src/protocol/layout/layout';
import type { FromView } from '../../../src/protocol/viewLink';
import type { PageTime } from '../../shared/frameLoop';
import { sameText } from './sameText';
import { withChanges } from './withChanges';

/** Changes that the host has not answered within this time are shown as the host has them: not made. */
const answerLimitMs = 10_000;

/**
 * The layout that the page shows: that of the host, with the changes that the user made and the host has not answered yet.
 */
export class LayoutModel {
  private told: Layout | undefined;
  private reason: string | undefined;
  private open: readonly LayoutChange[] = [];
  private timer: number | undefined;

  /** @param changed Called when there is something else to show. */
  constructor(
    private readonly time: PageTime,
    private readonly post: (message: FromView) => void,
    private readonly changed: () => void,
  ) {}

  get shown(): Layout | undefined {
    return this.told && withChanges(this.told, this.open);
  }

  /** Why the file is not in force as it is written, for people. */
  get problem(): string | undefined {
    return this.reason;
  }

  /** Takes in what the host says. */
  tell(layout: Layout, problem: string | undefined): void {
    const { told } = this;
    if (told) this.open = stillOpen(told, layout, this.open);
    if (this.open.length === 0) this.stopWaiting();
    this.told = layout;
    this.reason = problem;
    this.changed();
  }

  /** Makes a change, here at once and in the file by the host. */
  change(change: LayoutChange): void {
    this.open = [...this.open, change];
    this.post({ type: 'layout', change });
    this.stopWaiting();
    this.timer = this.time.startTimer(() => {
      this.timer = undefined;
      this.open = [];
      this.changed();
    }, answerLimitMs);
    this.changed();
  }

  private stopWaiting(): void {
    if (this.timer !== undefined) this.time.stopTimer(this.timer);
    this.timer = undefined;
  }
}

/**
 * The changes that an answer does not have yet. An answer may have several changes at once, as when the file is written
 * after both; one that is neither of these comes from elsewhere, as from the editor, and is the newest word.
 */
function stillOpen(before: Layout, answer: Layout, open: readonly LayoutChange[]): readonly LayoutChange[] {
  const wanted = keyOf(answer);
  for (let made = open.length; made > 0; made--)
    if (keyOf(withChanges(before, open.slice(0, made))) === wanted) return open.slice(made);
  return [];
}

const keyOf = ({ panels, theme, grid }: Layout): string => sameText([panels, theme, grid]);
