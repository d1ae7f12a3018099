import type http from 'node:http';
import * as v from 'valibot';
import { linesType } from '../../engine/serve/control/commandAnswer';
import { messageOf } from '../../protocol/messageOf';
import { Failure } from '../failure';
import { monitorRequest, type MonitorAddress } from '../monitorRequest';
import { ask, findEndpoints, readToken, type FoundEndpoints } from '../runningMonitor';
import type { Surroundings } from '../verb';

/** Far more than the report of any command. */
const mostLineCharacters = 16 * 1024 * 1024;
/** The monitor says something every few seconds while it works. */
const silenceMs = 30_000;

const line = v.union([
  v.object({ progress: v.object({ step: v.string() }) }),
  v.object({ result: v.record(v.string(), v.unknown()) }),
  v.object({ error: v.object({ code: v.string(), message: v.string() }) }),
]);

const health = v.object({ status: v.string() });

/**
 * The monitor that runs on a data folder and takes commands; undefined when none does. One that was killed leaves its
 * address, and its process number may be another program's by now: what does not answer as a monitor gets no token.
 */
export async function monitorOn(dataDir: string): Promise<FoundEndpoints | undefined> {
  try {
    const endpoints = await findEndpoints(dataDir);
    await ask(endpoints, '/health', health);
    return endpoints;
  } catch (error) {
    // None runs, or none that answers: the work is done here, unless somebody leads who takes no commands.
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** Has a running monitor carry out a command, and tells how far it is. @throws Failure when it does not. */
export async function askMonitor(
  endpoints: FoundEndpoints,
  dataDir: string,
  command: object,
  { err, stop }: Surroundings,
): Promise<Readonly<Record<string, unknown>>> {
  const token = await readToken(dataDir);
  const { http: url } = endpoints;
  let lastStep = '';
  for await (const text of linesOf(endpoints, token, JSON.stringify(command), stop)) {
    const parsed = v.safeParse(line, parsedJson(text));
    if (!parsed.success) throw new Failure(`What answers at ${url} is not this version of the monitor. Restart it.`);
    const said = parsed.output;
    if ('error' in said) throw new Failure(said.error.message);
    if ('result' in said) return said.result;
    if (said.progress.step !== lastStep) err((lastStep = said.progress.step));
  }
  throw new Failure(`The monitor at ${url} stopped before it was done. See its log; then ask again.`);
}

async function* linesOf(
  monitor: MonitorAddress,
  token: string,
  body: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  try {
    let rest = '';
    for await (const part of await answerTo(monitor, token, body, signal)) {
      const lines = (rest + String(part)).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > mostLineCharacters) throw new Error('its answer is too long');
      yield* lines;
    }
    if (rest !== '') yield rest;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      signal.aborted
        ? 'It was cancelled.'
        : `The monitor at ${monitor.http} did not carry it out: ${messageOf(error)}. Ask again.`,
    );
  }
}

function answerTo(
  monitor: MonitorAddress,
  token: string,
  body: string,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = {
      Authorization: `Bearer ${token}`,
      Accept: linesType,
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    };
    monitorRequest(monitor, '/api/control', { method: 'POST', headers, signal }, (response) => {
      response.setEncoding('utf8');
      resolve(response);
    }).then((request) => {
      request.setTimeout(silenceMs, () => request.destroy(new Error(`it said nothing for ${silenceMs / 1000} s`)));
      request.on('error', reject);
      request.end(body);
    }, reject);
  });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one more way of not being what the schema asks for.
    return undefined;
  }
}
