import { configDefaults } from '../../../src/protocol/layout/defaults';
import type { Panel, PanelType, Place } from '../../../src/protocol/layout/layout';

/** A panel of a type as it begins, with an id that none of the others has. */
export function newPanel<T extends PanelType>(
  type: T,
  place: Place,
  others: readonly { readonly id: string }[],
): Extract<Panel, { type: T }> {
  const taken = new Set(others.map(({ id }) => id));
  let id: string = type;
  for (let number = 2; taken.has(id); number++) id = `${type}_${number}`;
  // A type and its configuration belong together, which the compiler cannot follow through the union.
  return { id, type, place, config: configDefaults[type] } as unknown as Extract<Panel, { type: T }>;
}
