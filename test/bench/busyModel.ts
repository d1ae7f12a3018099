import { LlamaServer, slowModel } from '../support/llamaServer';

/** The port on which an engine finds it by itself. */
const port = 8080;

/** A real llama-server that writes without a pause, on one core. Returns what ends it. */
export async function busyModel(): Promise<() => Promise<void>> {
  const flags = ['--metrics', '--slots', '-c', '8192', '-np', '1', '-t', '1'];
  const server = await LlamaServer.start({ model: await slowModel(), port, flags });
  const stop = new AbortController();
  const writing = (async () => {
    while (!stop.signal.aborted) await server.complete(50);
  })();
  return async () => {
    stop.abort();
    await writing;
    await server.stop();
  };
}
