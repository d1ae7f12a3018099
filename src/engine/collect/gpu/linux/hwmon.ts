import { firstLine, namesIn } from './sysFiles';

/** The sensors of one device. */
export interface Hwmon {
  readonly folder: string;
  readonly files: ReadonlySet<string>;
}

/** The sensors that a device's driver offers; undefined when it offers none. */
export function hwmonOf(device: string, driver: string): Hwmon | undefined {
  const parent = `${device}/hwmon`;
  for (const name of namesIn(parent)) {
    const folder = `${parent}/${name}`;
    if (/^hwmon\d+$/.test(name) && firstLine(`${folder}/name`) === driver)
      return { folder, files: new Set(namesIn(folder)) };
  }
  return undefined;
}

/** The path of the first of these files that is there. */
export function firstOf({ folder, files }: Hwmon, names: readonly string[]): string | undefined {
  const name = names.find((one) => files.has(one));
  return name === undefined ? undefined : `${folder}/${name}`;
}

/** The temperature with the first of these labels, else the lowest-numbered one; in thousandths of a degree Celsius. */
export function temperatureOf(hwmon: Hwmon, labels: readonly string[]): string | undefined {
  const inputs = [1, 2, 3, 4, 5, 6, 7, 8].filter((at) => hwmon.files.has(`temp${at}_input`));
  const labelled = new Map(inputs.map((at) => [firstLine(`${hwmon.folder}/temp${at}_label`), at] as const));
  const at = labels.map((label) => labelled.get(label)).find((found) => found !== undefined) ?? inputs[0];
  return at === undefined ? undefined : `${hwmon.folder}/temp${at}_input`;
}
