import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Alerts } from '../../src/engine/serve/routes/alerts';

/** A monitor of this machine alone as a process of its own, asked over HTTP as any program does. */
export class ServingMonitor {
  private readonly ended: Promise<number | null>;

  private constructor(
    private readonly process: ChildProcess,
    readonly http: string,
    private readonly token: string,
  ) {
    this.ended = new Promise((resolve) => process.once('close', resolve));
  }

  /** Ends when it is ready; rejects with what it said when it ends before that. */
  static async start(dataDir: string, port = 0): Promise<ServingMonitor> {
    const words = ['serve', `--port=${port}`, '--proxy-port=0', `--data-dir=${dataDir}`];
    const child = spawn(process.execPath, [path.resolve('dist', 'cli.js'), ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const line = await new Promise<string>((resolve, reject) => {
      let out = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text;
        if (out.includes('\n')) resolve(out);
      });
      child.once('error', reject);
      child.once('close', () => {
        reject(new Error(`The monitor ended before it was ready: ${said}`));
      });
    });
    const { http, tokenFile } = JSON.parse(line) as { http: string; tokenFile: string };
    return new ServingMonitor(child, http, (await readFile(tokenFile, 'utf8')).trim());
  }

  get pid(): number {
    return this.process.pid!;
  }

  /** A link that opens the pages in a browser, once. */
  async link(): Promise<string> {
    const answer = await this.ask('POST', '/api/link');
    return ((await answer.json()) as { url: string }).url;
  }

  async alerts(): Promise<Alerts> {
    return (await (await this.get('/api/metrics/alerts')).json()) as Alerts;
  }

  get(where: string): Promise<Response> {
    return this.ask('GET', where);
  }

  /** @throws Error with the answer when it is not done. */
  async post(where: string, body?: object): Promise<void> {
    const answer = await this.ask('POST', where, body);
    if (!answer.ok) throw new Error(`${where} was answered with ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  }

  /** Ends it; does nothing when it ended before. */
  end(signal: NodeJS.Signals): Promise<number | null> {
    this.process.kill(signal);
    return this.ended;
  }

  private ask(method: string, where: string, body?: object): Promise<Response> {
    return fetch(this.http + where, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}
