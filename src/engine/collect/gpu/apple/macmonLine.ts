import { asArray, field, parseJson } from '../../runtimes/parse/json';
import { bounds, within } from '../gpuReading';

/** What is used of a line of `macmon pipe`; NaN for what it does not hold. Powers in watts. */
export interface MacmonReading {
  readonly cpuWatts: number;
  readonly gpuWatts: number;
  readonly memoryWatts: number;
  readonly gpuCelsius: number;
}

/** A line of macmon; undefined when it holds no power. `sys_power` counts the screen too and is left alone. */
export function parseMacmonLine(line: string): MacmonReading | undefined {
  const json = parseJson(line);
  if (asArray(json) !== undefined) return undefined;
  const cpuWatts = within(numberOf(field(json, 'cpu_power')), bounds.watts);
  const gpuWatts = within(numberOf(field(json, 'gpu_power')), bounds.watts);
  if (Number.isNaN(cpuWatts) && Number.isNaN(gpuWatts)) return undefined;
  return {
    cpuWatts,
    gpuWatts,
    memoryWatts: within(numberOf(field(json, 'ram_power')), bounds.watts),
    // Chips whose sensors it does not know have 0 degrees.
    gpuCelsius: within(numberOf(field(field(json, 'temp'), 'gpu_temp_avg')) || NaN, bounds.celsius),
  };
}

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : NaN);
