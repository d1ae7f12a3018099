import { changedLayout } from '../../../src/protocol/layout/changedLayout';
import type { Layout, LayoutChange } from '../../../src/protocol/layout/layout';

/** The layout as it will be after changes, as far as that is known before the host has made them. */
export function withChanges(layout: Layout, changes: readonly LayoutChange[]): Layout {
  return changes.reduce(withChange, layout);
}

function withChange(layout: Layout, change: LayoutChange): Layout {
  // The host asks first, and knows what there was in the beginning.
  if (change.kind === 'reset') return layout;
  const ids = layout.panels.map(({ id }) => id);
  try {
    return changedLayout(layout, change, ids);
  } catch {
    // The host is asked for the same change, and tells people why it cannot be made.
    return layout;
  }
}
