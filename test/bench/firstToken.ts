import { request } from 'node:http';
import { LlamaServer, slowModel } from '../support/llamaServer';
import { ProxiedModels } from '../support/proxiedModels';

const requests = 30;

/** How much longer a client's own clock takes to the first token than the monitor says, ms, over some requests. */
export async function firstTokenDifferences(): Promise<number[]> {
  const server = await LlamaServer.start({ model: await slowModel(), flags: ['-c', '4096', '-np', '1', '--metrics'] });
  const models = await ProxiedModels.start([{ name: 'local', kind: 'llamacpp', url: server.url }]);
  try {
    const own: number[] = [];
    // The first ones meet cold code.
    for (let i = 0; i < requests + 3; i++) own.push(await firstTextMs(`${models.url('local')}/v1/chat/completions`));
    await models.until('all requests ended', () => models.requests().length === own.length);
    const shown = models.requests().map(({ ttftMs }) => ttftMs ?? NaN);
    return own.map((ms, i) => ms - shown[i]!).slice(3);
  } finally {
    await models.stop();
    await server.stop();
  }
}

/** From the writing of a request to the arrival of the first piece of text. */
function firstTextMs(url: string): Promise<number> {
  const body = JSON.stringify({
    messages: [{ role: 'user', content: 'hello world the of and' }],
    max_tokens: 8,
    stream: true,
    ignore_eos: true,
  });
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    let first = NaN;
    const began = performance.now();
    request(url, { method: 'POST', headers }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        if (Number.isNaN(first) && /"content":"[^"]/.test(text)) first = performance.now() - began;
      });
      response.once('end', () => {
        resolve(first);
      });
    })
      .once('error', reject)
      .end(body);
  });
}
