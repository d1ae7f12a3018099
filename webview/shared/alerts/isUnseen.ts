import type { AlertInfo } from '../../../src/protocol/alerts';

/** Whether an alert fires, nobody has seen it and no other keeps it quiet. */
export function isUnseen({ state, inhibitedBy }: AlertInfo): boolean {
  return state === 'firing' && inhibitedBy === undefined;
}
