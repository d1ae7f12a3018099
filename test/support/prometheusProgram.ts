import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../build/vscode/eventually.mjs';
import { fromBuild } from './fromBuild';

const mostLate = 30;

type Provider = typeof import('../../build/providePrometheus.mjs');

/** What `promtool` says of some text on its standard input: its exit code, and all that it printed. */
export async function promtool(words: readonly string[], input: string): Promise<{ code: number; said: string }> {
  const { promtool: program } = await programs();
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  // A program that ends before it read everything says why in what it printed.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code: code ?? NaN, said };
}

export interface PromSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a scraped page said of a family. */
export interface PromMetadata {
  readonly metric: string;
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

/** A real Prometheus that scrapes one server every second, with the server's token read from its file. */
export class PrometheusProgram {
  said = '';
  private readonly ended: Promise<unknown>;

  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {
    this.ended = new Promise((resolve) => process.once('close', resolve));
    for (const stream of [process.stdout, process.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.said += text));
  }

  /** @param address Host and port of the server. */
  static async start(address: string, tokenFile: string): Promise<PrometheusProgram> {
    const { prometheus } = await programs();
    const folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-prometheus-'));
    const config = path.join(folder, 'prometheus.yml');
    await writeFile(config, configText(address, tokenFile));
    const words = [
      `--config.file=${config}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
      '--log.level=debug',
    ];
    const child = spawn(prometheus, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    return new PrometheusProgram(child, folder);
  }

  /** The answers to an instant query, one for each series. */
  async query(expression: string): Promise<PromSample[]> {
    const data = (await this.ask(`query?query=${encodeURIComponent(expression)}`)) as {
      result: { metric: Record<string, string>; value: [number, string] }[];
    };
    return data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  }

  /** As `query`, once there are any: after a scrape that came too late there are none until the next one. */
  async some(expression: string): Promise<PromSample[]> {
    return eventually(`there are samples of ${expression}`, async () => {
      const found = await this.query(expression);
      return found.length > 0 && found;
    });
  }

  async metadata(): Promise<PromMetadata[]> {
    return (await this.ask('targets/metadata')) as PromMetadata[];
  }

  /**
   * Waits until it has scraped the server so many times. On a busy machine a scrape may come too late, and is made up
   * for. @throws Error for one that fails in another way, and when too many are too late.
   */
  async scraped(times: number): Promise<void> {
    for (;;) {
      const [ups] = await this.query('sum_over_time(up[1h])').catch((error: unknown) => {
        if (this.process.exitCode !== null) throw new Error(`Prometheus ended: ${this.said}`, { cause: error });
        return []; // It says that it is not ready yet.
      });
      const complaints = this.complaints();
      if (this.faults().length > 0 || complaints.length > mostLate)
        throw new Error(`Scrapes failed: ${complaints.join('; ')}`);
      if ((ups?.value ?? 0) >= times) return;
      await sleep(200);
    }
  }

  /** What it found wrong, but for scrapes that came too late. */
  faults(): string[] {
    return this.complaints().filter((line) => !line.includes('deadline exceeded'));
  }

  async end(): Promise<void> {
    this.process.kill();
    await this.ended;
    await rm(this.folder, { recursive: true });
  }

  private complaints(): string[] {
    return this.said.split('\n').filter((line) => /level=(?:warn|error)|msg="(?:Scrape|Append) failed"/i.test(line));
  }

  private async ask(what: string): Promise<unknown> {
    const address = /msg="Listening on".*? address=(\S+)/.exec(this.said)?.[1];
    if (address === undefined) throw new Error(`Prometheus does not listen yet: ${this.said}`);
    const answer = await fetch(`http://${address}/api/v1/${what}`);
    if (!answer.ok) throw new Error(`Prometheus answered ${what} with ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { data: unknown }).data;
  }
}

function configText(address: string, tokenFile: string): string {
  return JSON.stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: [
      {
        job_name: 'wirthforge',
        authorization: { credentials_file: tokenFile },
        static_configs: [{ targets: [address] }],
      },
    ],
  });
}

async function programs(): ReturnType<Provider['providePrometheus']> {
  const { providePrometheus } = await fromBuild<Provider>('providePrometheus.mjs');
  return providePrometheus();
}
