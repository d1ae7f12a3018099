import { open } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { presentLeader } from '../engine/elect/presentLeader';
import { waitingReasons } from '../engine/elect/waitingReasons';
import { messageOf } from '../protocol/messageOf';
import { Failure } from './failure';
import { isLoopbackUrl, loopbackGet } from './loopbackGet';

const howToStart = 'Start one with wirthforge serve, or open VS Code with Wirthforge Monitor.';

const endpointsSchema = v.object({
  http: v.pipe(v.string(), v.check(isLoopbackUrl)),
  fingerprint: v.optional(v.pipe(v.string(), v.regex(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/))),
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  startedAt: v.number(),
});

/** Where the engine of a data folder listens. */
export type FoundEndpoints = v.InferOutput<typeof endpointsSchema>;

const mostBytes = 4096;

/** @throws Failure when no monitor works on this data folder. */
export async function findEndpoints(dataDir: string): Promise<FoundEndpoints> {
  const file = path.join(dataDir, 'endpoints.json');
  const text = await readSmall(file);
  if (text === undefined) throw await notServing(dataDir, `No monitor runs on ${dataDir}.`);
  const parsed = v.safeParse(endpointsSchema, parsedJson(text));
  if (!parsed.success) throw new Failure(`${file} does not name a server on this machine. Remove it. ${howToStart}`);
  if (!isAlive(parsed.output.pid))
    throw await notServing(dataDir, `The monitor that worked on ${dataDir} has ended without saying so.`);
  return parsed.output;
}

/** @param nobody What is so where nobody leads. */
async function notServing(dataDir: string, nobody: string): Promise<Failure> {
  const leader = await presentLeader(dataDir).catch((error: unknown) => {
    throw new Failure(`${dataDir} could not be read: ${messageOf(error)}. Check whom it belongs to.`);
  });
  if (!leader) return new Failure(`${nobody} ${howToStart}`);
  const { role, pid } = leader;
  if (role === 'tool') return new Failure(waitingReasons.tool(pid));
  return new Failure(
    `${role === 'serve' ? '`wirthforge serve`' : 'VS Code'} (process ${pid}) monitors and records in ${dataDir}, but ` +
      'its server does not listen, so that nobody can ask it. Switch the setting server.enabled on; if it is, its log ' +
      'says why.',
  );
}

/** @throws Failure when there is no token that this user may read. */
export async function readToken(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'token');
  const token = (await readSmall(file))?.trim() ?? '';
  if (/^[\x21-\x7E]+$/.test(token)) return token;
  throw new Failure(`${file} holds no token. It is made when the monitor starts. ${howToStart}`);
}

/** What a path of a running monitor answers. @throws Failure when that is not what was expected. */
export async function ask<S extends v.GenericSchema>(
  endpoints: FoundEndpoints,
  route: string,
  schema: S,
  token?: string,
): Promise<v.InferOutput<S>> {
  const { http } = endpoints;
  const reply = await loopbackGet(endpoints, route, token).catch((error: unknown) => {
    throw new Failure(`The monitor at ${http} does not answer: ${messageOf(error)}. ${howToStart}`);
  });
  const parsed = v.safeParse(schema, reply.json);
  if (parsed.success) return parsed.output;
  throw new Failure(`What answers at ${http} is not this version of the monitor (status ${reply.status}). Restart it.`);
}

async function readSmall(file: string): Promise<string | undefined> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Failure(`${file} could not be read: ${messageOf(error)}. Check whom it belongs to.`);
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one more way of not being what the schema asks for.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user cannot be signalled, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
