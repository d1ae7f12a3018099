import * as l10n from '@vscode/l10n';
import { attributes, el } from '../../shared/dom';
import { comparisonNames } from '../data/comparison';
import type { Choice } from '../state/choice';
import { comparisons, type Comparison } from '../state/savedState';
import { toolButton } from './toolButton';

/** What can be laid over a chart, and how it is taken along. */
export interface FileActs {
  readonly copyCsv: () => void;
  readonly saveCsv: () => void;
  readonly savePng: () => void;
}

/** Comparison, quantiles, and the ways to take the picture or its figures along. */
export class Extras {
  readonly root: HTMLElement;
  private readonly compare: HTMLSelectElement;
  private readonly quantiles: HTMLButtonElement;

  constructor(
    private readonly choice: Choice,
    acts: FileActs,
  ) {
    this.compare = el(
      'select',
      '',
      ...comparisons.map((shift) => {
        const option = el(
          'option',
          '',
          shift === 0 ? l10n.t('no comparison') : l10n.t('with {0}', comparisonNames[shift]),
        );
        option.value = String(shift);
        return option;
      }),
    );
    attributes(this.compare, { 'aria-label': l10n.t('Compare with an earlier time') });
    this.compare.addEventListener('change', () => {
      const chosen = comparisons.find((shift) => String(shift) === this.compare.value);
      choice.compareMs = chosen ?? (0 satisfies Comparison);
    });
    this.quantiles = toolButton(
      l10n.t('Quantiles'),
      () => {
        choice.hasQuantiles = !choice.hasQuantiles;
      },
      l10n.t('Quantiles'),
      l10n.t('Lines at p50, p95 and p99 of the time shown: so many percent of the samples are not above.'),
    );
    const files = el(
      'div',
      'moves',
      toolButton(l10n.t('Copy CSV'), acts.copyCsv),
      toolButton(l10n.t('Save CSV'), acts.saveCsv),
      toolButton(l10n.t('Save PNG'), acts.savePng),
    );
    attributes(files, { role: 'group', 'aria-label': l10n.t('Take along') });
    this.root = el('div', 'extras', this.compare, this.quantiles, files);
  }

  write(): void {
    const { compareMs, hasQuantiles } = this.choice;
    if (this.compare.value !== String(compareMs)) this.compare.value = String(compareMs);
    attributes(this.quantiles, { 'aria-pressed': String(hasQuantiles) });
  }
}
