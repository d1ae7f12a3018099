import type { BoundInstance } from '../bind/boundInstance';
import type { Series } from '../../metrics/series';

/** Where the looks at a frame's instances go on if the last frame's were not all reached. */
interface Place {
  column: number;
  instance: number;
}

const none: readonly BoundInstance[] = [];

/** Instances whose every window is at most a second, by the series of their leaves. */
export class FastInstances {
  private readonly bySeries = new Map<number, BoundInstance[]>();
  private readonly places = new WeakMap<readonly Series[], Place>();
  private frame = 0;

  add(bound: BoundInstance, series: Series): void {
    const bounds = this.bySeries.get(series.id);
    if (bounds) bounds.push(bound);
    else this.bySeries.set(series.id, [bound]);
  }

  remove(bound: BoundInstance, series: Series): void {
    const bounds = this.bySeries.get(series.id);
    const at = bounds?.indexOf(bound) ?? -1;
    if (!bounds || at < 0) return;
    bounds.splice(at, 1);
    if (bounds.length === 0) this.bySeries.delete(series.id);
  }

  /**
   * Calls `look` once for each instance that a frame of these series concerns, until it returns false: that one was not
   * looked at, and comes first with the next frame.
   */
  each(layout: readonly Series[], look: (bound: BoundInstance) => boolean): void {
    if (this.bySeries.size === 0 || layout.length === 0) return;
    this.frame++;
    const place = this.placeOf(layout);
    const { column, instance } = place;
    // The last turn is for those of the first series that come before the place where the looks begin.
    for (let turn = 0; turn <= layout.length; turn++) {
      const at = (column + turn) % layout.length;
      const bounds = this.bySeries.get(layout[at]!.id) ?? none;
      const end = turn === layout.length ? Math.min(instance, bounds.length) : bounds.length;
      for (let i = turn === 0 ? instance : 0; i < end; i++) {
        if (this.wasSeen(bounds[i]!) || look(bounds[i]!)) continue;
        place.column = at;
        place.instance = i;
        return;
      }
    }
  }

  private placeOf(layout: readonly Series[]): Place {
    let place = this.places.get(layout);
    if (!place) this.places.set(layout, (place = { column: 0, instance: 0 }));
    return place;
  }

  /** An instance may look at several series of a frame. */
  private wasSeen(bound: BoundInstance): boolean {
    if (bound.lookedAtFrame === this.frame) return true;
    bound.lookedAtFrame = this.frame;
    return false;
  }
}
