import { el } from './dom';

/** Where a box belongs, in pixels of the viewport: below `bottom`, or above `top` where there is no room. */
export interface Anchor {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

const distance = 6;
const margin = 8;

/** The one box of a page that floats above it, in the manner of VS Code's hovers. */
export class HoverBox {
  readonly root = el('div', 'hover-box');

  constructor() {
    this.root.setAttribute('role', 'tooltip');
    this.root.hidden = true;
  }

  show(content: Node, { left, top, bottom }: Anchor): void {
    const { root } = this;
    root.replaceChildren(content);
    root.hidden = false;
    const { offsetWidth, offsetHeight } = root;
    const { clientWidth, clientHeight } = document.documentElement;
    const x = Math.max(margin, Math.min(left, clientWidth - offsetWidth - margin));
    const isRoomBelow = bottom + distance + offsetHeight + margin <= clientHeight;
    const y = isRoomBelow ? bottom + distance : Math.max(margin, top - distance - offsetHeight);
    root.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  /** Whether this content is what it shows now: others may have taken the box, or hidden it. */
  shows(content: Node): boolean {
    return !this.root.hidden && this.root.contains(content);
  }

  hide(): void {
    this.root.hidden = true;
  }
}
