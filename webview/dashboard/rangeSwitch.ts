import * as l10n from '@vscode/l10n';
import { attributes, el } from '../shared/dom';
import { ranges, type Range, type ViewState } from '../shared/viewState';
import { whenLikely } from '../shared/whenLikely';

/** How each range is written; short, so that all of them fit a narrow page. */
const names: Readonly<Record<Range, string>> = {
  60_000: '1 min',
  300_000: '5 min',
  900_000: '15 min',
  3_600_000: '1 h',
  21_600_000: '6 h',
  86_400_000: '24 h',
  604_800_000: '7 d',
  2_592_000_000: '30 d',
};

/**
 * Chooses how far back the charts reach.
 * @param likely Told of a range that the user is about to choose.
 */
export function rangeSwitch(state: ViewState, changed: () => void, likely: (range: Range) => void): HTMLElement {
  const buttons = ranges.map((range) => {
    const button = el('button', '', names[range]);
    button.type = 'button';
    button.addEventListener('click', () => {
      state.rangeMs = range;
      press();
      changed();
    });
    whenLikely(button, () => {
      likely(range);
    });
    return { range, button };
  });
  const press = (): void => {
    for (const { range, button } of buttons) attributes(button, { 'aria-pressed': String(range === state.rangeMs) });
  };
  press();
  const group = el('div', 'range', ...buttons.map(({ button }) => button));
  attributes(group, { role: 'group', 'aria-label': l10n.t('Time shown') });
  return group;
}
