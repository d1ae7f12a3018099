/** A place in a JSON value, with what was there before and is there now; undefined where there was nothing. */
export interface PathChange {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * The places in which two JSON values differ, at most so many, in the order of their names. Lists count as one value.
 * A value that was not touched is recognised as the same object, so that a step costs what it changed.
 */
export function changedPaths(before: unknown, after: unknown, most: number): PathChange[] {
  const changes: PathChange[] = [];
  collect(before, after, '', most, changes);
  return changes;
}

function collect(before: unknown, after: unknown, path: string, most: number, changes: PathChange[]): void {
  if (before === after || changes.length >= most) return;
  if (isTable(before) && isTable(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    for (const name of [...names].sort()) collect(own(before, name), own(after, name), join(path, name), most, changes);
    return;
  }
  if (JSON.stringify(before) !== JSON.stringify(after)) changes.push({ path, before, after });
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(table: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function join(path: string, name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}
