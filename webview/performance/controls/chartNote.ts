import * as l10n from '@vscode/l10n';
import { el, setText } from '../../shared/dom';
import { isDrawn } from '../../shared/shownValue';
import { spanText } from '../../shared/span';
import type { ShownData } from '../data/chartData';

export interface ChartNoteActs {
  readonly retry: () => void;
  readonly pick: () => void;
}

export interface ChartState {
  readonly picks: number;
  readonly shown: ShownData;
  readonly problem: string | undefined;
  readonly comparisonProblem: string | undefined;
  /** Stands where live samples are awaited. */
  readonly emptyNote: string;
  readonly isNow: boolean;
}

type Act = 'retry' | 'pick';

/** Says beside a chart why it shows nothing, or not all, and what can be done. */
export class ChartNote {
  readonly root = el('div', 'performance-note');
  private readonly text = el('p');
  private readonly button = el('button', 'quiet');
  private act: Act = 'retry';
  private told: string | undefined;
  private state: ChartState | undefined;

  constructor(acts: ChartNoteActs) {
    this.button.type = 'button';
    this.button.addEventListener('click', () => {
      acts[this.act]();
    });
    this.root.setAttribute('role', 'status');
    this.root.append(this.text, this.button);
  }

  /** Says a problem that is no state of the chart, until a state is one; undefined says that it is over. */
  tell(problem: string | undefined): void {
    this.told = problem;
    if (problem !== undefined) this.show('problem', problem);
    else if (this.state) this.write(this.state);
  }

  write(state: ChartState): void {
    this.state = state;
    const { problem, picks, shown, comparisonProblem } = state;
    const { from, to } = shown.range;
    const isEmpty = shown.lines.every(({ trace, info }) => trace.isEmpty || !isDrawn({ ...info, trace }, from, to));
    if (picks === 0) this.show('empty', l10n.t('No metric is chosen.'), 'pick', l10n.t('Choose metrics'));
    else if (problem !== undefined)
      this.show(
        'problem',
        l10n.t('The past is not known. {0} It is asked for again by itself.', problem),
        'retry',
        l10n.t('Ask now'),
      );
    else if (!shown.isComplete) this.show('loading', l10n.t('Reading the past …'));
    else if (isEmpty) this.show('empty', emptyText(state));
    else if (comparisonProblem !== undefined)
      this.show(
        'problem',
        l10n.t('There is nothing to compare with. {0}', comparisonProblem),
        'retry',
        l10n.t('Ask now'),
      );
    else if (this.told !== undefined) this.show('problem', this.told);
    else this.show('fine', factsText(shown));
  }

  private show(kind: string, text: string, act?: Act, name = ''): void {
    this.root.dataset['kind'] = kind;
    setText(this.text, text);
    if (act) this.act = act;
    setText(this.button, name);
    this.button.hidden = act === undefined;
  }
}

function emptyText({ shown, isNow, emptyNote }: ChartState): string {
  const reason = shown.lines.find(({ info }) => info.quality === 'unavailable')?.info.reason;
  if (reason !== undefined) return l10n.t('Not available. {0}', reason);
  if (isNow && shown.stepMs === 0) return emptyNote;
  return l10n.t('Nothing of these metrics was recorded in this time.');
}

/** What one value of the picture stands for. */
function factsText({ stepMs, leftOut }: ShownData): string {
  const step =
    stepMs === 0 ? l10n.t('Every sample.') : l10n.t('Means of {0}, with least and greatest.', spanText(stepMs));
  const more = leftOut === 0 ? '' : ` ${l10n.t('{0} more lines are left out.', leftOut)}`;
  return step + more;
}
