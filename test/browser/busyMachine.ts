import type { EngineStatus } from '../../src/protocol/status';
import { addHardware } from './busyHardware';
import { chance, Feed, wave } from './feed';

const gib = 1024 ** 3;
const mib = 1024 ** 2;
const modelPeriodMs = 100;

export const busyStatus: EngineStatus = {
  instances: [],
  version: '0.1.0',
  paused: false,
  startedAt: 1_700_000_000_000,
  machine: {
    host: 'forge',
    platform: 'linux',
    os: 'Ubuntu 24.04',
    cores: 8,
    memoryBytes: 31.2 * gib,
    cpu: 'AMD Ryzen 7 7840U',
  },
  components: [{ id: 'system', state: 'running' }],
  runtimes: [
    {
      name: 'llama',
      kind: 'llamacpp',
      url: 'http://127.0.0.1:8080',
      models: [{ name: 'qwen2.5-coder-7b-instruct-q4_k_m', state: 'generating', contextTokens: 8192 }],
      notes: ['Memory of the model is not told by llama-server.'],
    },
    {
      name: 'ollama',
      kind: 'ollama',
      url: 'http://127.0.0.1:11434',
      version: '0.11.4',
      models: [
        { name: 'llama3.2:3b', state: 'idle', memoryBytes: 2.9 * gib, gpuShare: 1 },
        { name: 'nomic-embed-text', state: 'idle', memoryBytes: 0.6 * gib, gpuShare: 0 },
      ],
      notes: ['Ollama counts no tokens of requests that bypass the monitor, so its speed is not available.'],
    },
  ],
  probes: [],
  discovers: true,
  proxy: 'http://127.0.0.1:9446',
};

/** A machine with eight cores, two runtimes, and something of everything that the dashboard shows. */
export function busyMachine(): Feed {
  const feed = new Feed();
  const fast = feed.group(100);
  const slow = feed.group(1000);
  const rare = feed.group(5000);
  const cpu = (t: number): number =>
    18 + 34 * wave(t, 47_000) + 14 * chance(t) + (chance(Math.floor(t / 9000)) > 0.7 ? 24 : 0);
  feed.add(fast, 'system.cpu_percent', {}, cpu);
  for (let core = 0; core < 8; core++)
    feed.add(fast, 'system.cpu_core_percent', { core: String(core) }, (t) =>
      Math.min(100, cpu(t) * (0.4 + 1.6 * chance(Math.floor(t / 500), core))),
    );
  feed.add(slow, 'system.load_1m', {}, (t) => 2.1 + wave(t, 60_000));
  feed.add(fast, 'system.memory_percent', {}, (t) => 56 + 6 * wave(t, 90_000));
  feed.add(fast, 'system.memory_used_bytes', {}, (t) => (0.56 + 0.06 * wave(t, 90_000)) * 31.2 * gib);
  feed.add(fast, 'system.swap_percent', {}, () => 3.4);
  const burst = (t: number, salt: number): number =>
    chance(Math.floor(t / 2500), salt) > 0.6 ? chance(t, salt) : 0.02 * chance(t, salt);
  feed.add(fast, 'system.disk_read_bytes_per_second', { device: 'nvme0n1' }, (t) => burst(t, 1) * 90 * mib);
  feed.add(fast, 'system.disk_write_bytes_per_second', { device: 'nvme0n1' }, (t) => burst(t, 2) * 40 * mib);
  feed.add(
    slow,
    'system.network_rx_bytes_per_second',
    { interface: 'eth0' },
    (t) => (0.2 + wave(t, 30_000)) * mib * (0.6 + chance(t)),
  );
  feed.add(slow, 'system.network_tx_bytes_per_second', { interface: 'eth0' }, (t) => 0.2 * mib * chance(t, 5));
  feed.add(slow, 'system.loopback_bytes_per_second', {}, (t) => 0.5 * mib * (0.5 + wave(t, 20_000)));
  const counts = { established: 42, listen: 17, time_wait: 3, close_wait: 0, other: 1 };
  for (const [state, count] of Object.entries(counts))
    feed.add(
      slow,
      'system.connections',
      { state },
      (t) => count + (state === 'established' ? Math.round(3 * chance(t)) : 0),
    );
  feed.add(rare, 'system.filesystem_percent', { mount: '/' }, () => 71.3);
  feed.add(rare, 'system.filesystem_percent', { mount: '/home' }, () => 93.8);
  feed.add(rare, 'system.filesystem_percent', { mount: '/boot/efi' }, () => 6.1);
  feed.add(
    rare,
    'system.filesystem_percent',
    { mount: '/mnt/nas' },
    () => NaN,
    'unavailable',
    '/mnt/nas does not answer. Check the server or disk behind it, or unmount it.',
  );
  addProcesses(feed, rare);
  addModels(feed);
  addHardware(feed);
  feed.add(slow, 'monitor.cpu_percent', {}, (t) => 1.1 + 0.4 * chance(t));
  feed.add(slow, 'monitor.memory_bytes', {}, () => 41.3 * mib);
  return feed;
}

function addProcesses(feed: Feed, group: number): void {
  const names = [
    'llama-server',
    'node',
    'code',
    'chrome',
    'ollama',
    'rust-analyzer',
    'Xorg',
    'postgres',
    'dockerd',
    'systemd',
  ];
  names.forEach((name, at) => {
    const process = `${name} (${2190 + 377 * at})`;
    feed.add(group, 'system.process_cpu_percent', { process }, (t) => (38 / (at + 1)) * (0.8 + 0.4 * chance(t, at)));
    feed.add(
      group,
      'system.process_memory_bytes',
      { process },
      () => ((4.6 * gib) / (at + 1)) * (0.9 + 0.2 * chance(7, at)),
    );
  });
}

/** Each model is a group of its own, as in the engine. */
function addModels(feed: Feed): void {
  addQwen(feed, feed.group(modelPeriodMs));
  addLlama(feed, feed.group(modelPeriodMs));
  const embed = { runtime: 'ollama', model: 'nomic-embed-text' };
  const why = 'Send requests through the measuring proxy to have it.';
  feed.add(feed.group(modelPeriodMs), 'model.tokens_per_second', embed, () => NaN, 'unavailable', why);
}

function addQwen(feed: Feed, group: number): void {
  const qwen = { runtime: 'llama', model: 'qwen2.5-coder-7b-instruct-q4_k_m' };
  const works = (t: number): boolean => t % 40_000 > 11_000;
  feed.add(group, 'model.tokens_per_second', qwen, (t) => (works(t) ? 41 + 6 * wave(t, 8000) + 2 * chance(t) : 0));
  feed.add(group, 'model.prompt_tokens_per_second', qwen, (t) =>
    t % 40_000 > 11_000 && t % 40_000 < 13_000 ? 512 : 0,
  );
  feed.add(group, 'model.requests_active', qwen, (t) => (works(t) ? 2 : 0));
  feed.add(group, 'model.requests_queued', qwen, (t) => (works(t) ? 1 : 0));
  feed.add(group, 'model.input_tokens', qwen, (t) => 184_000 + Math.floor((t % 1e6) / 100));
  feed.add(group, 'model.output_tokens', qwen, (t) => 52_300 + Math.floor((t % 1e6) / 50));
  const bits = (bound: string, base: number): number =>
    feed.add(group, 'model.entropy_bits', { ...qwen, bound }, (t) => (works(t) ? base + 0.1 * chance(t, 4) : NaN));
  bits('lower', 1.22);
  bits('upper', 1.7);
  feed.add(group, 'model.joules_per_token', qwen, () => 2.41, 'measured', undefined, {
    method: 'energy counter',
    scope: 'CPU package and GPU board',
    source: 'RAPL, nvidia-smi',
  });
}

function addLlama(feed: Feed, group: number): void {
  const llama = { runtime: 'ollama', model: 'llama3.2:3b' };
  feed.add(
    group,
    'model.tokens_per_second',
    llama,
    (t) => (t % 60_000 < 20_000 ? 63 + 3 * chance(t) : 0),
    'estimated',
    'Counted from the stream, not by the runtime.',
  );
  feed.add(group, 'model.input_tokens', llama, () => 12_004);
  feed.add(group, 'model.output_tokens', llama, () => 3_411);
}
