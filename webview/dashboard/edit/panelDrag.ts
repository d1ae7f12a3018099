import type { Place } from '../../../src/protocol/layout/layout';
import { columnAt, rowAt, rulerOf, type GridRuler } from './gridRuler';

/** So near to an edge of the window, CSS pixels, the page is scrolled while something is dragged. */
const scrollZone = 48;
const scrollStep = 24;

export interface DragTarget {
  /** Where the panel would stand if it were let go now. */
  over(place: Place): void;
  /** It was let go. */
  drop(): void;
  cancel(): void;
}

export interface DragStart {
  readonly grid: HTMLElement;
  readonly panel: HTMLElement;
  readonly place: Place;
  readonly kind: 'move' | 'resize';
}

/** Follows the pointer from where it went down on a handle until it is let go, or Escape takes it back. */
export function followDrag(handle: HTMLElement, down: PointerEvent, start: DragStart, target: DragTarget): void {
  const ruler = rulerOf(start.grid);
  const box = start.panel.getBoundingClientRect();
  const [left, top] = [box.left + window.scrollX, box.top + window.scrollY];
  const ending = new AbortController();
  const { signal } = ending;
  handle.setPointerCapture(down.pointerId);
  const end = (how: 'drop' | 'cancel'): void => {
    ending.abort();
    target[how]();
  };
  handle.addEventListener(
    'pointermove',
    (event) => {
      const by = { x: event.pageX - down.pageX, y: event.pageY - down.pageY };
      target.over(
        start.kind === 'move'
          ? { ...start.place, x: columnAt(ruler, left + by.x), y: rowAt(ruler, top + by.y) }
          : resized(start.place, ruler, left + box.width + by.x, top + box.height + by.y),
      );
      scrollAt(event.clientY);
    },
    { signal },
  );
  handle.addEventListener(
    'pointerup',
    () => {
      end('drop');
    },
    { signal },
  );
  handle.addEventListener(
    'pointercancel',
    () => {
      end('cancel');
    },
    { signal },
  );
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      end('cancel');
    },
    { signal, capture: true },
  );
}

/** @param right Where the right edge was drawn to; `bottom` the lower one. */
function resized(place: Place, ruler: GridRuler, right: number, bottom: number): Place {
  const width = columnAt(ruler, right + ruler.gap) - place.x;
  const height = rowAt(ruler, bottom + ruler.gap) - place.y;
  return { ...place, width: Math.max(1, width), height: Math.max(1, height) };
}

function scrollAt(y: number): void {
  if (y < scrollZone) window.scrollBy({ top: -scrollStep, behavior: 'instant' });
  else if (y > window.innerHeight - scrollZone) window.scrollBy({ top: scrollStep, behavior: 'instant' });
}
