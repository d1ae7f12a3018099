import path from 'node:path';
import { cleanText } from '../engine/cleanText';
import type { Log } from '../engine/log';
import { checkValue, type Problem } from '../engine/config/checkValue';
import { withEnvironment } from '../engine/config/environment';
import { parseConfig, type ParsedConfig } from '../engine/config/parseConfig';
import { readConfigFile } from '../engine/config/readConfigFile';
import { triesAgain } from '../engine/serve/server';
import { logLevels, type Config } from '../protocol/settings';
import { findDataDir } from './dataDir';
import type { ServedStatus } from './engineFactory';
import { messageOf } from '../protocol/messageOf';
import { Failure, wrongUsage } from './failure';
import { Serving } from './serving';
import { unlockerToServe } from './store/unlockerToServe';
import { dataDirOption, type OptionValues, type Surroundings, type Verb } from './verb';

/** The longest that a timer can wait: about 24 days. */
const longestSeconds = 2_147_483;
const longestName = 100;

export const serve: Verb = {
  meaning: 'Watches this machine and its models, and serves the metrics until it is stopped.',
  options: {
    port: { type: 'string', value: 'P', meaning: 'Port of the server (default 9445; 0: any free one)' },
    'proxy-port': {
      type: 'string',
      value: 'P',
      meaning: 'Port of the measuring proxy (default 9446; 0: any free one)',
    },
    config: { type: 'string', value: 'FILE', meaning: 'JSON with settings' },
    for: { type: 'string', value: 'SECONDS', meaning: 'Stop after so many seconds' },
    'data-dir': dataDirOption,
  },
  run,
};

async function run(values: OptionValues, surroundings: Surroundings): Promise<void> {
  const seconds = readSeconds(values['for']);
  const config = await readConfig(values, surroundings);
  const { path: dataDir, why } = await findDataDir(text(values['data-dir']), surroundings);
  surroundings.err(`Data folder: ${dataDir} (${why})`);
  const log = logTo(surroundings.err, config['log.level']);
  const unlocker = await unlockerToServe(dataDir, config['store.encrypt'], surroundings);
  const { version, createEngine, stop, out, environment } = surroundings;
  const name = cleanText(environment['WF_INSTANCE_ID'] ?? '', longestName) || undefined;
  const serving = new Serving({ config, dataDir, version, log, createEngine, name, ...(unlocker ? { unlocker } : {}) });
  serving.start();
  try {
    const status = await Promise.race([serving.ready, untilStopped(stop)]);
    if (!status) return;
    out(JSON.stringify({ ready: true, ...servedAt(status, config, dataDir) }));
    await untilStopped(stop, seconds);
  } finally {
    await serving.stop();
  }
}

async function readConfig(values: OptionValues, { environment, err }: Surroundings): Promise<Config> {
  const file = text(values['config']);
  const parsed = file === undefined ? parseConfig({}) : await readFile(path.resolve(file));
  const overridden = withEnvironment(parsed.config, environment);
  for (const problem of [...parsed.problems, ...overridden.problems]) err(lineOf(problem));
  return withPort(withPort(overridden.config, values, 'port', 'server.port'), values, 'proxy-port', 'proxy.port');
}

function withPort(config: Config, values: OptionValues, option: string, key: 'server.port' | 'proxy.port'): Config {
  const port = text(values[option]);
  if (port === undefined) return config;
  const checked = checkValue(key, /^\d+$/.test(port) ? Number(port) : port, config[key]);
  if ('problem' in checked) throw wrongUsage(`--${option} takes a whole number from 0 to 65535.`, 'serve');
  return { ...config, [key]: checked.value };
}

async function readFile(file: string): Promise<ParsedConfig> {
  try {
    return parseConfig(await readConfigFile(file));
  } catch (error) {
    throw new Failure(messageOf(error));
  }
}

function readSeconds(value: OptionValues[string]): number | undefined {
  const given = text(value);
  if (given === undefined) return undefined;
  const seconds = /^\d{1,8}(\.\d{1,3})?$/.test(given) ? Number(given) : NaN;
  if (seconds > 0 && seconds <= longestSeconds) return seconds;
  throw wrongUsage(`--for takes a number of seconds from 0.001 to ${longestSeconds}.`, 'serve');
}

/** @throws Failure when the server is wanted and does not listen. */
function servedAt({ http, proxy, components }: ServedStatus, config: Config, dataDir: string): object {
  if (http !== undefined)
    return { http, ...(proxy === undefined ? {} : { proxy }), dataDir, tokenFile: path.join(dataDir, 'token') };
  if (!config['server.enabled']) return { dataDir };
  const server = components.find(({ id }) => id === 'server');
  if (server?.state !== 'degraded') throw new Failure('The server does not listen; the lines above say why.');
  // Nothing is, once this program has ended.
  throw new Failure(server.reason.replace(` ${triesAgain}`, ''));
}

function untilStopped(stop: AbortSignal, seconds?: number): Promise<undefined> {
  return new Promise((resolve) => {
    const timer = seconds === undefined ? undefined : setTimeout(done, seconds * 1000);
    function done(): void {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve(undefined);
    }
    if (stop.aborted) done();
    else stop.addEventListener('abort', done);
  });
}

function logTo(err: Surroundings['err'], least: Config['log.level']): Log {
  return (level, message) => {
    if (logLevels.indexOf(level) >= logLevels.indexOf(least)) err(`${level}: ${message}`);
  };
}

function lineOf({ path: place, message }: Problem): string {
  return place === '' ? `warn: ${message}` : `warn: ${place}: ${message}`;
}

function text(value: OptionValues[string]): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
