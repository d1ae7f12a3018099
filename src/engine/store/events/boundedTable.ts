import { mostModels } from './carriedState';

/** Stands for all models beyond the first `mostModels`; no model's own name is without a slash. */
export const otherModels = 'other';

export function ownEntry<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** The table with one model's entry changed; models that do not fit are summed. */
export function withModel<T>(
  table: Readonly<Record<string, T>>,
  model: string,
  change: (before: T | undefined) => T,
): Readonly<Record<string, T>> {
  const isKept = Object.hasOwn(table, model) || modelsIn(table) < mostModels;
  const key = isKept ? model : otherModels;
  return { ...table, [key]: change(ownEntry(table, key)) };
}

/** The table with one more of a kind. */
export function withOneMore(table: Readonly<Record<string, number>>, key: string): Readonly<Record<string, number>> {
  return { ...table, [key]: (ownEntry(table, key) ?? 0) + 1 };
}

function modelsIn(table: Readonly<Record<string, unknown>>): number {
  return Object.keys(table).length - (Object.hasOwn(table, otherModels) ? 1 : 0);
}
