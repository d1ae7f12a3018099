import { attributes, el } from '../shared/dom';
import { ranges, type ViewState } from '../shared/viewState';

/** Chooses how far back the charts reach. */
export function rangeSwitch(state: ViewState, changed: () => void): HTMLElement {
  const buttons = ranges.map((range) => {
    const button = el('button', '', `${range / 60_000} min`);
    button.type = 'button';
    button.addEventListener('click', () => {
      state.rangeMs = range;
      press();
      changed();
    });
    return { range, button };
  });
  const press = (): void => {
    for (const { range, button } of buttons) attributes(button, { 'aria-pressed': String(range === state.rangeMs) });
  };
  press();
  const group = el('div', 'range', ...buttons.map(({ button }) => button));
  attributes(group, { role: 'group', 'aria-label': 'Time shown' });
  return group;
}
