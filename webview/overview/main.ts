import { el, setText } from '../shared/dom';
import { LivePage } from '../shared/livePage';
import { vscodeLink } from '../shared/vscodeLink';

const root = document.querySelector<HTMLElement>('main#app')!;
const state = el('p', 'muted');
root.append(state);
new LivePage(root, vscodeLink(), { store: { drawn: [], summed: [] }, periodMs: () => 1000 }).start({
  heard: () => undefined,
  draw: () => undefined,
  write: ({ condition, emptyNote }) => {
    setText(state, condition.detail ?? emptyNote);
  },
  visibilityChanged: () => undefined,
});
