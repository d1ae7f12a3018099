import { Refusal } from '../../serve/refusal';
import type { ProxiedRuntime } from './proxiedRuntime';

/** What a client is told, with 502, when there is no answer of the runtime to pass on. */
export function runtimeFault(runtime: ProxiedRuntime, error: NodeJS.ErrnoException): Refusal {
  const { name, address } = runtime;
  const where = `${name} at ${address.url}`;
  const code = codeOf(error);
  if (code.startsWith('HPE_')) return notHttp(runtime);
  if (!wasReached(error))
    return new Refusal(
      502,
      'runtime_unreachable',
      code === 'ECONNREFUSED'
        ? `${where} cannot be reached: nothing listens there. Start it, or correct its URL in the setting runtimes.`
        : `${where} cannot be reached (${code}). Check that it runs, and its URL in the setting runtimes.`,
    );
  return new Refusal(
    502,
    'runtime_broke_off',
    `${where} closed the connection without an answer (${code}). See its own log for the reason, then send the request again.`,
  );
}

/** What a client is told, with 502, of an answer that cannot be passed on as HTTP. */
export function notHttp({ name, address }: ProxiedRuntime): Refusal {
  return new Refusal(
    502,
    'runtime_not_http',
    `${name} at ${address.url} answered, but not in HTTP/1.1. Check that its URL in the setting runtimes is that of a model server.`,
  );
}

/** Whether a connection to the runtime had been made before the error. */
export function wasReached(error: NodeJS.ErrnoException): boolean {
  return error.syscall !== 'connect' && !(error instanceof AggregateError);
}

/** Where both loopback addresses were tried, the first error tells what both have met. */
function codeOf(error: NodeJS.ErrnoException): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return error.code ?? (first instanceof Error ? (first as NodeJS.ErrnoException).code : undefined) ?? error.message;
}
