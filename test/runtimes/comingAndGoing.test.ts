import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { LlamaServer, tinyModel } from '../support/llamaServer';
import { LlamaWatch, llamacpp } from '../support/llamaWatch';
import { takePorts } from '../support/takenPort';

const flags = ['-c', '4096', '-np', '2'];

describe('a real llama-server that is restarted', () => {
  let server: LlamaServer;
  let watch: LlamaWatch;
  let model: string;
  let port: number;
  const output = (): number | undefined => watch.value('model.output_tokens', { runtime: 'local', model });

  before(async () => {
    model = await tinyModel();
    // One that nobody is given who asks for any, since it is to be free again each time.
    const taken = await takePorts(1);
    await taken.leave();
    port = taken.port;
    server = await LlamaServer.start({ model, port, flags: [...flags, '--metrics'] });
    watch = new LlamaWatch([llamacpp('local', port)]);
    await watch.until('the server is read', () => output() === 0);
  });

  after(async () => {
    watch.stop();
    await server.stop();
  });

  it('goes on with its totals, though the new one has counted more than the old', async () => {
    await server.complete(40);
    await watch.until('40 tokens are counted', () => output() === 40);
    await server.stop();
    server = await LlamaServer.start({ model, port, flags: [...flags, '--metrics'] });
    await server.complete(100);
    await watch.until('140 tokens are counted', () => output() === 140);
  });

  it('leaves a gap and a reason while it is killed, and is read again once it is back', async () => {
    await server.kill();
    // It may have been asked as it ended, which is told first.
    await watch.until('it is missed', () => {
      const status = watch.component('local');
      return status?.state === 'degraded' && /nothing listens there.*Start the server/.test(status.reason);
    });
    await watch.until('its speed is not shown any more', () => {
      return watch.value('model.tokens_per_second', { runtime: 'local', model }) === undefined;
    });
    server = await LlamaServer.start({ model, port, flags: [...flags, '--metrics'] });
    await watch.until('it is read again', () => watch.component('local')?.state === 'running');
    await server.complete(10);
    await watch.until('150 tokens are counted', () => output() === 150);
  });
});

describe('several real llama-servers at once', () => {
  const servers: LlamaServer[] = [];
  let watch: LlamaWatch;

  before(async () => {
    const model = await tinyModel();
    for (const extra of [['--metrics'], ['--metrics'], []])
      servers.push(await LlamaServer.start({ model, flags: [...flags, ...extra] }));
    servers.push(await LlamaServer.start({ model, flags: [...flags, '--api-key', 'secret'] }));
    watch = new LlamaWatch(
      [llamacpp('locked', servers[3]!.port)],
      servers.slice(0, 3).map((server) => server.port),
    );
  });

  after(async () => {
    watch.stop();
    for (const server of servers) await server.stop();
  });

  it('are found and told apart by their ports', async () => {
    await watch.until('three are found', () => watch.statuses().length === 3);
    const names = watch.statuses().map(({ name, url }) => [name, url]);
    const [a, b, c] = servers.map(({ port }) => port);
    assert.deepEqual(names, [
      ['llamacpp', `http://127.0.0.1:${a}`],
      [`llamacpp:${b}`, `http://127.0.0.1:${b}`],
      [`llamacpp:${c}`, `http://127.0.0.1:${c}`],
    ]);
  });

  it('are counted each on its own', async () => {
    const output = (runtime: string): number | undefined =>
      watch.value('model.output_tokens', { runtime, model: 'tiny-random-llama.gguf' });
    const second = `llamacpp:${servers[1]!.port}`;
    await watch.until('both are read', () => output('llamacpp') === 0 && output(second) === 0);
    await Promise.all([servers[0]!.complete(30), servers[1]!.complete(70)]);
    await watch.until('both are counted', () => output('llamacpp') === 30 && output(second) === 70);
  });

  it('say what they do not offer, and how to get it', async () => {
    await watch.until('only the third has something to say', () => {
      const [first, second, third] = watch.statuses().map((status) => status.notes.join(' '));
      return first === '' && second === '' && (third ?? '').includes('Start llama-server with --metrics');
    });
  });

  it('say when they ask for a key', async () => {
    await watch.until('it is told', () => {
      const status = watch.component('locked');
      return status?.state === 'degraded' && status.reason.includes('asks for an API key');
    });
  });

  it('leave the list when they are gone and were only found', async () => {
    await servers[0]!.stop();
    await watch.until('it left', () => !watch.statuses().some(({ name }) => name === 'llamacpp'));
    assert.equal(watch.component('llamacpp'), undefined);
    assert.equal(watch.statuses().length, 2);
  });
});
