import type { MetricId } from '../../../protocol/catalogue';
import type { Labels } from '../../../protocol/metric';
import type { Reading, Readings } from './readings';

const mostNamed = 3;
/** From here on, memory is what may slow everything down, in percent. */
const fullMemory = 90;

type Facts = (labels: Labels, readings: Readings) => readonly (string | undefined)[];

const cpu: Facts = (_, readings) => [named('Busiest processes', readings.of('system.process_cpu_percent'), 'process')];

const memory: Facts = (_, readings) => [
  named('Processes with most memory', readings.of('system.process_memory_bytes'), 'process'),
];

const gpuMemory: Facts = (_, readings) => [
  named('Processes with most GPU memory', readings.of('system.process_gpu_memory_bytes'), 'process'),
  generating('Models that generate now', readings, undefined),
];

const gpu: Facts = ({ gpu: own }, readings) => [
  own === undefined ? undefined : temperature(own, readings),
  generating('Models that generate now', readings, undefined),
];

/** Why a model may be slow: others beside it, requests before it, heat, memory. */
const speed: Facts = (labels, readings) => [
  generating('Other models that generate at the same time', readings, labels),
  waiting(labels, readings),
  ...readings.of('system.gpu_throttled').map(throttled),
  fullness(readings),
];

const filesystem: Facts = ({ mount }, readings) => {
  const reading = mount === undefined ? undefined : readings.latest('system.filesystem_percent', { mount });
  return [reading && `The file system ${mount ?? ''} is ${reading.text} full.`];
};

const byMetric: Partial<Record<MetricId, Facts>> = {
  'system.cpu_percent': cpu,
  'system.cpu_core_percent': cpu,
  'system.load_1m': cpu,
  'system.memory_percent': memory,
  'system.memory_used_bytes': memory,
  'system.swap_percent': memory,
  'system.gpu_memory_percent': gpuMemory,
  'system.gpu_memory_used_bytes': gpuMemory,
  'system.gpu_percent': gpu,
  'system.gpu_temperature_celsius': gpu,
  'system.gpu_throttled': gpu,
  'system.filesystem_percent': filesystem,
  'model.tokens_per_second': speed,
  'model.prompt_tokens_per_second': speed,
  'model.ttft_ms': speed,
  'model.inter_token_ms': speed,
  'model.request_ms': speed,
  'model.requests_queued': speed,
  'model.interference': speed,
};

/** What the newest values say about why metrics are where they are: sentences, none twice. */
export function factsAbout(metrics: readonly MetricId[], labels: Labels, readings: Readings): string[] {
  const kinds = new Set(metrics.map((metric) => byMetric[metric]));
  const facts = [...kinds].flatMap((kind) => kind?.(labels, readings) ?? []);
  return [...new Set(facts.filter((fact) => fact !== undefined))];
}

function named(what: string, readings: readonly Reading[], label: string): string | undefined {
  const greatest = readings.filter(({ value }) => value > 0).slice(0, mostNamed);
  if (greatest.length === 0) return undefined;
  return `${what}: ${greatest.map(({ labels, text }) => `${labels[label] ?? 'others'} ${text}`).join(', ')}.`;
}

/** @param own Labels of the model that is left out. */
function generating(what: string, readings: Readings, own: Labels | undefined): string | undefined {
  const all = readings.of('model.tokens_per_second');
  const others = own
    ? all.filter(({ labels }) => labels['model'] !== own['model'] || labels['runtime'] !== own['runtime'])
    : all;
  return named(what, others, 'model');
}

function waiting({ runtime, model }: Labels, readings: Readings): string | undefined {
  if (model === undefined) return undefined;
  const queued = readings.latest('model.requests_queued', { model, ...(runtime === undefined ? {} : { runtime }) });
  if (!queued || queued.value <= 0) return undefined;
  return queued.value === 1 ? '1 request waits for a free slot.' : `${queued.text} requests wait for a free slot.`;
}

function throttled({ labels, value }: Reading): string | undefined {
  return value > 0 ? `GPU ${labels['gpu'] ?? ''} runs slower than it could, because of heat or power.` : undefined;
}

function temperature(gpu: string, readings: Readings): string | undefined {
  const reading = readings.latest('system.gpu_temperature_celsius', { gpu });
  return reading && `GPU ${gpu} is at ${reading.text}.`;
}

function fullness(readings: Readings): string | undefined {
  const [reading] = readings.of('system.memory_percent');
  return reading && reading.value >= fullMemory ? `Memory is ${reading.text} full.` : undefined;
}
