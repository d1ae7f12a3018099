import { bounds, emptyReading, within, type GpuReading } from '../gpuReading';
import type { CounterColumn } from '../../system/windows/typeperfRow';

export const engine = { object: 'GPU Engine', counter: 'Utilization Percentage' } as const;
export const memory = { object: 'GPU Adapter Memory', counter: 'Dedicated Usage' } as const;
export const counters = [`\\${engine.object}(*)\\${engine.counter}`, `\\${memory.object}(*)\\${memory.counter}`];

const adapter = /luid_0x[0-9a-f]{8}_0x[0-9a-f]{8}_phys_\d{1,3}/;
const engineOf = /_eng_(\d{1,4})(?:_|$)/;
/** More than any adapter has. */
const mostEngines = 256;

interface Adapter {
  readonly name: string;
  readonly reading: GpuReading;
  readonly engines: Float64Array;
}

/** What each adapter of Windows does, from one row of counters. */
export class GpuCounters {
  /** By adapter, in the order of their identifiers. */
  readonly adapters: readonly Adapter[];
  private readonly engines: readonly { column: number; adapter: Adapter; engine: number }[];
  private readonly memories: readonly { column: number; adapter: Adapter }[];

  constructor(columns: readonly CounterColumn[]) {
    const names = new Set(columns.flatMap(({ instance }) => adapter.exec(instance.toLowerCase())?.[0] ?? []));
    this.adapters = [...names].sort().map((name) => ({
      name,
      reading: emptyReading(),
      engines: new Float64Array(mostEngines),
    }));
    const find = ({ instance }: CounterColumn): Adapter | undefined => {
      const name = adapter.exec(instance.toLowerCase())?.[0];
      return this.adapters.find((one) => one.name === name);
    };
    this.engines = columns.flatMap((column, index) => {
      const found = find(column);
      const number = Number(engineOf.exec(column.instance.toLowerCase())?.[1]);
      const isEngine = column.object === engine.object && column.counter === engine.counter && number < mostEngines;
      return found && isEngine ? [{ column: index, adapter: found, engine: number }] : [];
    });
    this.memories = columns.flatMap((column, index) => {
      const found = find(column);
      const isMemory = column.object === memory.object && column.counter === memory.counter;
      return found && isMemory ? [{ column: index, adapter: found }] : [];
    });
  }

  /**
   * Fills the readings. Each process has a counter for each engine: shares of one engine add up, and the busiest engine is
   * what Windows shows as the GPU's load. All of them together may go beyond 100.
   */
  fill(values: Float64Array): void {
    for (const { engines, reading } of this.adapters) {
      engines.fill(NaN);
      reading.memoryUsed = NaN;
    }
    for (const {
      column,
      adapter: { engines },
      engine: at,
    } of this.engines) {
      const value = values[column]!;
      if (value >= 0) engines[at] = (Number.isNaN(engines[at]!) ? 0 : engines[at]!) + value;
    }
    for (const {
      column,
      adapter: { reading },
    } of this.memories)
      reading.memoryUsed = within(values[column]!, bounds.bytes);
    for (const { engines, reading } of this.adapters) {
      let most = NaN;
      for (const value of engines) if (!(value <= most) && !Number.isNaN(value)) most = value;
      reading.percent = Math.min(100, most);
    }
  }
}
