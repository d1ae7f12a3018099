import * as v from 'valibot';

/**
 * One engine serves all windows, so what it goes by belongs to the machine: a folder that somebody opens can neither turn
 * it off nor have it forget what it recorded. Only what a window has for itself may be another in each.
 */
export type Scope = 'window' | 'machine';

export interface SettingDefinition<S extends v.GenericSchema = v.GenericSchema> {
  readonly schema: S;
  readonly default: v.InferOutput<S>;
  readonly description: string;
  readonly scope: Scope;
}

const setting = <const S extends v.GenericSchema>(
  schema: S,
  fallback: v.InferOutput<S>,
  description: string,
  scope: Scope = 'machine',
): SettingDefinition<S> => ({ schema, default: fallback, description, scope });

const flag = v.boolean();
const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const real = (min: number, max: number) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));

export const systemMetricGroups = [
  'cpu',
  'memory',
  'disk',
  'network',
  'connections',
  'processes',
  'gpu',
  'power',
] as const;
export const modelMetricGroups = ['tokens', 'ttft', 'energy', 'entropy'] as const;
export const runtimeKinds = ['llamacpp', 'ollama', 'vllm', 'sglang', 'lmstudio', 'llamaswap', 'openai'] as const;
export const statusBarItems = ['cpu', 'tokens', 'alerts'] as const;
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const;

/** 1s to 3600s, 1m to 60m, 1h. */
const windowSize = /^(?:(?:[1-9]\d{0,2}|[12]\d{3}|3[0-5]\d{2}|3600)s|(?:[1-9]|[1-5]\d|60)m|1h)$/;

/** Where a file lies on this machine; empty for none. */
const file = v.pipe(
  v.string(),
  v.maxLength(4096),
  v.regex(/^(?:$|\/|[A-Za-z]:[\\/])[^\0]*$/),
  v.description('an absolute path, or nothing'),
);

const runtime = v.strictObject({
  name: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
    v.description('a name of at most 64 letters, digits, dots, dashes and underscores'),
  ),
  kind: v.picklist(runtimeKinds),
  url: v.pipe(
    v.string(),
    v.maxLength(256),
    v.regex(/^https?:\/\//),
    v.description('a URL on this machine such as http://127.0.0.1:8080'),
  ),
});

export type RuntimeSetting = v.InferOutput<typeof runtime>;

/** The one table of settings, under `wirthforge.` in VS Code and nested by their dots in a configuration file. */
export const settings = {
  enabled: setting(flag, true, 'Watch this machine and its models.'),
  'collectors.system.enabled': setting(flag, true, 'Read CPU, memory, disks and connections of this machine.'),
  'collectors.system.sampleRate': setting(real(0.1, 10), 10, 'How often the system is read, in Hz.'),
  'collectors.system.metrics': setting(
    v.pipe(v.array(v.picklist(systemMetricGroups)), v.maxLength(systemMetricGroups.length)),
    [...systemMetricGroups],
    'Which parts of the system are read.',
  ),
  'collectors.network.enabled': setting(flag, true, 'Read network interfaces and loopback traffic.'),
  'collectors.network.sampleRate': setting(real(0.1, 10), 1, 'How often network interfaces are read, in Hz.'),
  'collectors.model.enabled': setting(flag, true, 'Read token counts and queues of local model servers.'),
  'collectors.model.sampleRate': setting(
    real(0.1, 60),
    60,
    'Upper bound, in Hz, of the rate at which a busy model server is read; the monitor reads slower where reading would cost too much.',
  ),
  'collectors.model.metrics': setting(
    v.pipe(v.array(v.picklist(modelMetricGroups)), v.maxLength(modelMetricGroups.length)),
    [...modelMetricGroups],
    'Which figures of models are kept: token counts and speeds, times to the first token, energy, model uncertainty.',
  ),
  'collectors.model.energyCalculation': setting(
    flag,
    true,
    'Share the measured energy among the requests that ran, to get joules per request and per token.',
  ),
  'collectors.gpu.enabled': setting(
    flag,
    true,
    'Read GPUs while a model is ready or a dashboard is open. A GPU that sleeps is never woken.',
  ),
  'collectors.ux.enabled': setting(
    flag,
    true,
    'Measure how fluent the pages of the monitor are while they are looked at, and how late the extension host of the window is.',
  ),
  'collectors.frameBudgetMs': setting(
    real(1, 1000),
    16.67,
    'Ticks of the engine that take longer than this, in milliseconds, are counted as overruns.',
  ),
  runtimes: setting(
    v.pipe(v.array(runtime), v.maxLength(32)),
    [],
    'Model servers to watch, as a list of name, kind and URL on this machine.',
  ),
  runtimeDiscovery: setting(flag, true, 'Look for model servers on the well-known loopback ports.'),
  'proxy.enabled': setting(
    flag,
    true,
    'Offer the measuring proxy on this machine. It measures only requests that are sent through it.',
  ),
  'proxy.port': setting(
    whole(0, 65535),
    9446,
    'Port of the measuring proxy. While it is taken the next free one is used; 0 takes any free one.',
  ),
  'energy.cpuTdpWatts': setting(
    real(0, 2000),
    0,
    'Rated power of the CPU in watts, to estimate from its load what cannot be measured; such values are marked. 0: no estimate.',
  ),
  'energy.cpuIdleWatts': setting(
    real(0, 1000),
    0,
    'Power of the idle CPU in watts, for the same estimate. 0: a tenth of the rated power.',
  ),
  'energy.gpuRatedWatts': setting(
    real(0, 5000),
    0,
    'Rated power of a GPU in watts, to estimate from its load the power of one without a sensor; such values are marked. 0: no estimate.',
  ),
  'aggregation.windowSizes': setting(
    v.pipe(
      v.array(v.pipe(v.string(), v.regex(windowSize), v.description('a time from 1s to 1h such as 30s, 5m or 1h'))),
      v.minLength(1),
      v.maxLength(16),
    ),
    ['1s', '5s', '10s', '30s', '1m', '2m', '5m', '1h'],
    'Rolling windows over which statistics are offered, each from 1s to 1h.',
  ),
  'memory.ringMegabytes': setting(
    whole(1, 512),
    24,
    'Memory for the newest samples, in MiB. What it reaches back depends on how many samples arrive.',
  ),
  'store.flushMs': setting(
    whole(100, 60_000),
    1000,
    'How often what was measured is written to disk, in milliseconds: the most that a crash can lose.',
  ),
  'store.encrypt': setting(
    flag,
    false,
    'Encrypt what is kept on disk. The key lies in the secret storage of VS Code; add a passphrase to read it on the command line.',
  ),
  'retention.rawDays': setting(
    real(0.01, 3650),
    7,
    'Days for which every sample is kept. Older than that, statistics of 10 s and longer stay.',
  ),
  'retention.aggregatedDays': setting(real(0.01, 3650), 30, 'Days for which statistics of samples are kept.'),
  'retention.eventDays': setting(real(0.01, 3650), 90, 'Days for which events are kept, such as requests and alerts.'),
  'retention.exportDays': setting(
    real(0, 3650),
    1,
    'Days for which files in the exports folder of the data folder are kept. 0: until you remove them.',
  ),
  'retention.sessionDays': setting(
    real(0, 3650),
    0,
    'Days after which everything of a session is removed, whatever the other limits say. 0: no such limit.',
  ),
  'retention.maxMegabytes': setting(
    whole(16, 1_048_576),
    1024,
    'Most disk space for what is kept, in MiB. Beyond it the oldest samples go first, then the oldest statistics.',
  ),
  'backup.everyHours': setting(
    real(0, 8760),
    0,
    'Hours between backups into the backups folder of the data folder. 0: no backups of its own accord.',
  ),
  'backup.keep': setting(whole(1, 100), 3, 'How many of the backups made of its own accord are kept.'),
  'alerts.enabled': setting(flag, true, 'Look at the alert rules.'),
  'alerts.sound': setting(flag, false, 'Play a sound in an open view for alerts whose rules ask for one.'),
  'alerts.maxPerSecond': setting(
    real(0.1, 1000),
    10,
    'Most notifications a second. What is beyond is summed up in one, never dropped in silence.',
  ),
  'alerts.evaluationBudgetMs': setting(
    real(0.1, 100),
    2,
    'Longest time that looking at the rules may take at once, in milliseconds; what is left comes first in the next turn.',
  ),
  'alerts.evaluationIntervalMs': setting(
    whole(100, 60_000),
    1000,
    'How often rules are looked at, in milliseconds. Rules with windows of at most 1 s are looked at with every new sample.',
  ),
  'alerts.defaultCooldownMs': setting(
    whole(0, 86_400_000),
    30_000,
    'Least time between two notifications of the same alert, in milliseconds, for rules that do not say.',
  ),
  'agents.dailyTokenBudget': setting(
    whole(0, 1_000_000_000_000),
    0,
    'Tokens that a day may use before an alert says so. 0: no budget.',
  ),
  'agents.dailyCostBudget': setting(
    real(0, 1_000_000),
    0,
    'What a day may cost, in US dollars, before an alert says so. 0: no budget.',
  ),
  'server.enabled': setting(flag, true, 'Serve metrics to other programs on this machine, behind a token.'),
  'server.host': setting(
    v.picklist(['127.0.0.1', '::1', 'localhost']),
    '127.0.0.1',
    'Loopback address that the server listens on. Anything else is refused.',
  ),
  'server.port': setting(
    whole(0, 65535),
    9445,
    'Port of the server. While it is taken the next free one is used; 0 takes any free one.',
  ),
  'server.maxConnections': setting(whole(1, 1000), 100, 'Connections that the server keeps open at once.'),
  'server.tls.enabled': setting(
    flag,
    false,
    'Speak HTTPS instead of HTTP. Without a certificate of yours one is made for this machine, which browsers ask about once.',
  ),
  'server.tls.certificate': setting(
    file,
    '',
    'Certificate of the server: path of a PEM file, with the chain above it if there is one. Empty: one is made.',
  ),
  'server.tls.key': setting(
    file,
    '',
    'Key of that certificate: path of a PEM file without a passphrase. Empty: one is made.',
  ),
  'server.allowedOrigins': setting(
    v.pipe(v.array(v.pipe(v.string(), v.maxLength(256))), v.maxLength(32)),
    [],
    'Web origins, besides its own, that may talk to the server.',
  ),
  'statusBar.items': setting(
    v.pipe(v.array(v.picklist(statusBarItems)), v.maxLength(statusBarItems.length)),
    [...statusBarItems],
    'What the status bar shows.',
    'window',
  ),
  'log.level': setting(v.picklist(logLevels), 'info', 'Least severity that is written to the log.', 'window'),
} as const satisfies Record<string, SettingDefinition>;

export type SettingKey = keyof typeof settings;

/** A complete, valid configuration: every setting by its key. */
export type Config = { readonly [K in SettingKey]: v.InferOutput<(typeof settings)[K]['schema']> };

export const settingKeys = Object.keys(settings) as readonly SettingKey[];
