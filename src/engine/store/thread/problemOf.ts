import { askProblem } from './askProblem';
import { readProblem } from './readProblem';
import type { StoreWorkKind } from './storeLink';

/** Why there is no answer, for people: short for what charts ask, since it is shown in them. */
export function problemOf(kind: StoreWorkKind, error: unknown, dataDir: string): string {
  return kind === 'history' || kind === 'marks' ? readProblem(error, dataDir) : askProblem(error, dataDir);
}
