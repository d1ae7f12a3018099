import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const installMs = 12 * 60_000;
const startMs = 120_000;
/** Who does not answer by then is somebody else, or is asked again, ms. */
const answerMs = 5000;
/** Ports that are tried. */
const mostPorts = 3;
const stopMs = 5000;
const keptLogCharacters = 4000;

/** How to run llama.cpp here, as build/provideLlama.mjs tells. */
interface Llama {
  readonly server: readonly string[];
  readonly python: readonly string[];
  readonly models: string;
  readonly modelsAsSeen: string;
}

export interface LlamaOptions {
  /** A model's file name, as `tinyModel` or `slowModel` gave it; none for a router. */
  readonly model?: string;
  readonly flags?: readonly string[];
  /** A free one when absent. */
  readonly port?: number;
}

const slowName = 'slow-random-llama.gguf';

/** What llama-server says about a completion when it is done. */
export interface Timings {
  readonly cache_n: number;
  readonly prompt_n: number;
  readonly predicted_n: number;
  readonly predicted_ms: number;
  readonly predicted_per_second: number;
}

/** Finds or installs llama-server; rejects, saying what to do, where that is not possible. */
async function provideLlama(): Promise<Llama> {
  const script = path.join(process.cwd(), 'build', 'provideLlama.mjs');
  const { stdout } = await run(process.execPath, [script], { timeout: installMs });
  return JSON.parse(stdout) as Llama;
}

/** The tiny model of random weights, thousands of tokens per second. */
export async function tinyModel(name = 'tiny-random-llama.gguf'): Promise<string> {
  const { models } = await provideLlama();
  const model = path.join(models, name);
  mkdirSync(path.dirname(model), { recursive: true });
  // In one step: another test's server may be loading it, as one does that wakes.
  const copy = `${model}.${process.pid}`;
  copyFileSync(path.join(process.cwd(), 'test', 'runtimes', 'tiny-random-llama.gguf'), copy);
  renameSync(copy, model);
  return name;
}

/** A folder of models, as llama-server names it. */
export async function modelFolder(name: string): Promise<string> {
  return `${(await provideLlama()).modelsAsSeen}/${name}`;
}

/** A model as slow as those that people use, some tens of tokens per second; made on the first call. */
export async function slowModel(): Promise<string> {
  const { models, modelsAsSeen, python } = await provideLlama();
  const name = slowName;
  if (existsSync(path.join(models, name))) return name;
  const script = 'make-tiny-llama.py';
  const building = `${name}.building`;
  copyFileSync(path.join(process.cwd(), 'test', 'runtimes', script), path.join(models, script));
  const size = ['--embd', '1024', '--layers', '6', '--ff', '2816', '--context', '8192'];
  const [program = 'python3', ...args] = python;
  await run(program, [...args, `${modelsAsSeen}/${script}`, `${modelsAsSeen}/${building}`, ...size]);
  renameSync(path.join(models, building), path.join(models, name));
  return name;
}

/** The slow model under another name. */
export async function slowModelAs(name: string): Promise<string> {
  const { models } = await provideLlama();
  const other = path.join(models, name);
  if (!existsSync(other)) linkSync(path.join(models, await slowModel()), other);
  return name;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A real llama-server on loopback. */
export class LlamaServer {
  private log = '';

  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
  ) {
    const keep = (chunk: Buffer): void => {
      this.log = (this.log + chunk.toString()).slice(-keptLogCharacters);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    process.once('exit', this.killNow);
  }

  /** Ends when the server answers that it is ready; rejects with the end of its log when it does not get there. */
  static async start(options: LlamaOptions): Promise<LlamaServer> {
    if (options.port !== undefined) return LlamaServer.startAt(options.port, options);
    for (let tries = 1; ; tries++)
      try {
        return await LlamaServer.startAt(await freePort(), options);
      } catch (error) {
        // Somebody else may take a port that was free before it does.
        if (tries === mostPorts || !String(error).includes('HTTP server error')) throw error;
      }
  }

  private static async startAt(listen: number, { model, flags = [] }: LlamaOptions): Promise<LlamaServer> {
    const llama = await provideLlama();
    const [program = '', ...prefix] = llama.server;
    const modelArgs = model === undefined ? [] : ['-m', `${llama.modelsAsSeen}/${model}`];
    const args = [...prefix, ...modelArgs, '--host', '127.0.0.1', '--port', String(listen), '--no-webui', ...flags];
    const server = new LlamaServer(listen, spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] }));
    await server.ready();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    assert.ok(this.child.pid !== undefined, 'llama-server was not started');
    return this.child.pid;
  }

  async text(where: string): Promise<string> {
    return (await this.ask(where)).text();
  }

  /** One counter of the server's own `/metrics`. */
  async metric(name: string, query = ''): Promise<number> {
    const line = new RegExp(`^llamacpp:${name} (\\S+)$`, 'm').exec(await this.text(`/metrics${query}`));
    assert.ok(line?.[1], `llama-server gives no ${name}`);
    return Number(line[1]);
  }

  /** Has the model write that many tokens. */
  async complete(tokens: number, prompt = 'hello world the of and', model?: string): Promise<Timings> {
    const body = JSON.stringify({ prompt, n_predict: tokens, ignore_eos: true, ...(model ? { model } : {}) });
    const response = await this.ask('/completion', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(response.status, 200, `llama-server refused a completion: ${this.log}`);
    return ((await response.json()) as { timings: Timings }).timings;
  }

  /** Has the model write so many tokens, telling after each how far it is, until `signal` says enough. */
  async write(prompt: string, signal: AbortSignal, progress: (timings: Timings) => void, tokens = 3000): Promise<void> {
    const body = JSON.stringify({ prompt, ignore_eos: true, n_predict: tokens, stream: true, timings_per_token: true });
    try {
      // A busy server may end a connection that it finds idle just as it is used again.
      const headers = { connection: 'close' };
      const response = await fetch(`${this.url}/completion`, { method: 'POST', body, signal, headers });
      const text = response.body?.pipeThrough(new TextDecoderStream());
      assert.ok(text, `llama-server refused a completion: ${this.log}`);
      let rest = '';
      for await (const chunk of text) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines.filter((l) => l.startsWith('data: '))) {
          const { timings } = JSON.parse(line.slice(6)) as { timings?: Timings };
          if (timings) progress(timings);
        }
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Ends when no task is under way any more. */
  async idle(): Promise<void> {
    while ((await this.metric('requests_processing')) > 0) await sleep(25);
  }

  /** How many tokens the model knows. */
  async vocabulary(): Promise<number> {
    const { data } = JSON.parse(await this.text('/v1/models')) as { data: { meta: { n_vocab: number } }[] };
    return data[0]?.meta.n_vocab ?? NaN;
  }

  /** Ends it as an operator would. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Rejects with the end of the server's log when it does not answer: it may have ended by itself. */
  private async ask(where: string, request?: RequestInit): Promise<Response> {
    return fetch(this.url + where, request).catch((cause: unknown) => {
      throw new Error(`llama-server did not answer ${where}:\n${this.log}`, { cause });
    });
  }

  private hasEnded(): boolean {
    return this.child.exitCode !== null;
  }

  private async ready(): Promise<void> {
    const until = Date.now() + startMs;
    while (Date.now() < until && !this.hasEnded()) {
      const signal = AbortSignal.timeout(answerMs);
      const health = await fetch(`${this.url}/health`, { signal }).catch(() => undefined);
      await health?.body?.cancel();
      if (health?.status === 200 && !this.hasEnded()) return;
      await sleep(25);
    }
    await this.kill();
    throw new Error(`llama-server did not become ready:\n${this.log}`);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    process.off('exit', this.killNow);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await Promise.race([ended, sleep(stopMs, undefined, { ref: false })]);
    child.kill('SIGKILL');
    await ended;
  }

  private readonly killNow = (): void => {
    this.child.kill('SIGKILL');
  };
}
