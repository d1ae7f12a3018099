import type { Place } from './layout';
import { layoutLimits as limits } from './limits';

/** The place, so low at most that those which make room for it stay in the grid. */
export function soundPlace(place: Place): Place {
  const most = limits.row - limits.panels * limits.height;
  return place.y <= most ? place : { ...place, y: most };
}
