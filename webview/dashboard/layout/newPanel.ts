import { newId } from '../../../src/protocol/layout/changedLayout';
import { configDefaults } from '../../../src/protocol/layout/defaults';
import type { Panel, PanelType, Place } from '../../../src/protocol/layout/layout';

/** A panel of a type as it begins, with an id that none of the others has. */
export function newPanel<T extends PanelType>(
  type: T,
  place: Place,
  others: readonly { readonly id: string }[],
): Extract<Panel, { type: T }> {
  const id = newId(
    type,
    others.map((other) => other.id),
  );
  // A type and its configuration belong together, which the compiler cannot follow through the union.
  return { id, type, place, config: configDefaults[type] } as unknown as Extract<Panel, { type: T }>;
}
