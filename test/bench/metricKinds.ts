import type { Unit } from '../../src/protocol/metric';

/** Samples of one made-up series that behave like real ones of their kind. */
export interface MetricKind {
  readonly name: string;
  readonly unit: Unit;
  readonly decimals: number;
  /** The next sample at 10 Hz. */
  readonly next: (row: number) => number;
}

/** Park and Miller's generator, so that every run measures the same samples. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Kinds of series that a monitor of a machine and its models has, each with a random source of its own. */
export function metricKinds(): readonly MetricKind[] {
  const random = randomNumbers(20_261);
  const normal = (): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  let load = 25;
  let memory = 9_000_000 * 1024;
  let received = 0;
  let joules = 0;
  let latency = 12;
  let queue = 0;
  let temperature = 55;
  return [
    {
      name: 'CPU, 8 cores in ticks of 10 ms',
      unit: 'percent',
      decimals: 1,
      next: () => {
        load = Math.max(2, Math.min(98, load + normal()));
        return (Math.max(0, Math.min(80, Math.round(load * 0.8 + 3 * normal()))) / 80) * 100;
      },
    },
    {
      name: 'memory in pages of 4 KiB',
      unit: 'bytes',
      decimals: 0,
      next: () => (memory += random() < 0.3 ? 4096 * Math.round(20 * normal()) : 0),
    },
    {
      name: 'counter of tokens',
      unit: 'tokens',
      decimals: 0,
      next: (row) => (received += row % 900 < 400 ? 4 + Math.round(normal()) : 0),
    },
    { name: 'counter of energy', unit: 'joules', decimals: 3, next: () => (joules += 4.2 + 0.1 * normal()) },
    {
      name: 'rate of a disk',
      unit: 'bytes_per_second',
      decimals: 0,
      next: () => (random() < 0.85 ? 0 : Math.round(40_960 * Math.exp(normal()))),
    },
    {
      name: 'tokens a second, model idle at times',
      unit: 'tokens_per_second',
      decimals: 1,
      next: (row) => (row % 900 < 400 ? 52 + 1.5 * normal() : 0),
    },
    {
      name: 'latency, new at each request',
      unit: 'milliseconds',
      decimals: 2,
      next: () => (latency = random() < 0.05 ? 12 * Math.exp(0.3 * normal()) : latency),
    },
    { name: 'power', unit: 'watts', decimals: 2, next: (row) => 45 + 8 * Math.sin(row / 300) + 0.4 * normal() },
    {
      name: 'temperature',
      unit: 'celsius',
      decimals: 0,
      next: () => (temperature += random() < 0.02 ? Math.sign(55 + 5 * normal() - temperature) : 0),
    },
    {
      name: 'queue',
      unit: 'requests',
      decimals: 0,
      next: () => (queue = random() < 0.02 ? Math.floor(4 * random()) : queue),
    },
    { name: 'flag that never changes', unit: 'flag', decimals: 0, next: () => 0 },
    { name: 'no instrument', unit: 'watts', decimals: 2, next: () => NaN },
  ];
}
