import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '../../../protocol/messageOf';
import type { JobProgress } from '../../../protocol/storeJobs';
import { Refusal } from '../refusal';
import { securityHeaders } from '../securityHeaders';
import type { ControlCommand } from './controlCommand';

/** Has the engine carry out a command. @throws Error whose message says what happened and what to do. */
export type Control = (
  command: ControlCommand,
  progress: (progress: JobProgress) => void,
  signal: AbortSignal,
) => Promise<object>;

/** Media type of one JSON value a line: `{"progress"}` any number of times, then `{"result"}` or `{"error"}`. */
export const linesType = 'application/x-ndjson';
/** A line at least this often keeps a connection from being taken for dead, ms. */
const heartbeatMs = 5000;

/**
 * Carries out a command and answers with its result, or with lines of its progress and then the result where the
 * client asks for them. A client that goes away cancels it.
 * @throws Refusal before anything was sent.
 */
export async function answerCommand(
  request: IncomingMessage,
  response: ServerResponse,
  command: ControlCommand,
  control: Control,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  // The time without traffic after which a connection is closed is for readers, not for work under way.
  request.socket.setTimeout(0);
  response.setHeader('Connection', 'close');
  if (request.headers.accept === linesType) await lines(response, command, control, gone.signal);
  else send(response, await carriedOut(control(command, () => undefined, gone.signal)));
}

async function lines(
  response: ServerResponse,
  command: ControlCommand,
  control: Control,
  signal: AbortSignal,
): Promise<void> {
  let latest: JobProgress = { step: 'Waiting' };
  // A client that does not read gets no more lines, and only the newest progress once it reads again.
  const tell = (): void => {
    if (!response.writableNeedDrain && !response.destroyed) response.write(`${JSON.stringify({ progress: latest })}\n`);
  };
  response.writeHead(200, { ...securityHeaders, 'Content-Type': linesType });
  tell();
  const heartbeat = setInterval(tell, heartbeatMs);
  try {
    const work = control(
      command,
      (progress) => {
        latest = progress;
        tell();
      },
      signal,
    );
    response.end(`${JSON.stringify({ result: await carriedOut(work) })}\n`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    response.end(`${JSON.stringify(error.body)}\n`);
  } finally {
    clearInterval(heartbeat);
  }
}

/** @throws Refusal for whatever went wrong: what a command throws is meant for people. */
async function carriedOut(work: Promise<object>): Promise<object> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(500, 'command_failed', messageOf(error));
  }
}

function send(response: ServerResponse, body: object): void {
  if (response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(200, { ...securityHeaders, 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}
