/** Powers that nvidia-smi may know, best first: an average over time sums up to energy better than single moments. */
export const powerFields = [
  'power.draw.average',
  'power.draw',
  'power.draw.instant',
  'module.power.draw.average',
  'module.power.draw.instant',
] as const;
export type PowerField = (typeof powerFields)[number];

/**
 * Reasons for lower clocks that count as throttled: heat and power. Left out are an idle GPU, clocks that somebody set and
 * sync boost, for in these the GPU does as it was told. `hw_slowdown` holds the two others that start with `hw_`, but is
 * reported during plain changes of clocks too, so it counts only where both of them are unknown.
 */
export const throttleReasons = [
  'hw_thermal_slowdown',
  'hw_power_brake_slowdown',
  'sw_thermal_slowdown',
  'sw_power_cap',
  'hw_slowdown',
] as const;
export type ThrottleReason = (typeof throttleReasons)[number];

/** Which column of a row holds what; -1 for what this driver does not know. */
export interface SmiColumns {
  /** The fields in their order, as `--query-gpu` takes them. */
  readonly fields: readonly string[];
  readonly index: number;
  readonly place: number;
  readonly percent: number;
  readonly memoryUsed: number;
  readonly memoryTotal: number;
  readonly celsius: number;
  readonly power: ReadonlyMap<PowerField, number>;
  readonly throttle: ReadonlyMap<ThrottleReason, number>;
  /** The last of all, because names hold commas. */
  readonly name: number;
}

const mostHelp = 1024 * 1024;

/**
 * What to ask a driver for, from what `nvidia-smi --help-query-gpu` lists; undefined when it lists no `index`, so that
 * rows could not be told apart.
 */
export function smiColumns(help: string): SmiColumns | undefined {
  const known = new Set(
    Array.from(help.slice(0, mostHelp).matchAll(/^"[^\n]*"/gm), ([line]) => line).flatMap((line) =>
      Array.from(line.matchAll(/"([A-Za-z][\w.]{0,80})"/g), (found) => found[1]!),
    ),
  );
  if (!known.has('index')) return undefined;
  const fields: string[] = [];
  const ask = (...names: readonly string[]): number => {
    const name = names.find((one) => known.has(one));
    return name === undefined ? -1 : fields.push(name) - 1;
  };
  const askEach = <Name extends string>(names: readonly Name[], spell: (name: Name) => readonly string[]) =>
    new Map(names.map((name) => [name, ask(...spell(name))] as const).filter(([, column]) => column >= 0));
  return {
    fields,
    index: ask('index'),
    place: ask('pci.bus_id', 'gpu_bus_id'),
    percent: ask('utilization.gpu'),
    memoryUsed: ask('memory.used'),
    memoryTotal: ask('memory.total'),
    celsius: ask('temperature.gpu'),
    power: askEach(powerFields, (name) => [name]),
    // Drivers before 535 know the second spelling only.
    throttle: askEach(throttleReasons, (name) => [`clocks_event_reasons.${name}`, `clocks_throttle_reasons.${name}`]),
    name: ask('name', 'gpu_name'),
  };
}
