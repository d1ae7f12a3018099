import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runWindow, WindowProcess } from '../../support/windowProcess';
import type { Endpoints } from '../../../src/engine/serve/endpointsFile';
import type { WorkerInit } from '../../../src/protocol/engineLink';
import type { EndOfLeader, Takeover } from '../takeover';

/** Between two looks whether somebody leads, ms: what is measured is too long by half of it. */
const lookMs = 5;
/** A takeover that takes longer hangs, ms. */
const hangMs = 60_000;

/** Windows with one engine, as real processes, whose leader ends again and again. */
class Windows {
  private windows: WindowProcess[] = [];
  private opened = 0;

  constructor(
    private readonly dataDir: string,
    private readonly contenders: number,
  ) {}

  /** Opens as many as are missing; ends when one leads and all others follow it. */
  async fill(): Promise<void> {
    while (this.windows.length < this.contenders) {
      this.windows.push(new WindowProcess(this.dataDir, `window ${++this.opened}`));
      if (this.windows.length === 1) await this.windows[0]!.is('leader');
    }
    await this.settle();
  }

  /** Ends the leader. @returns How long it took until another one said that it leads, and until its server answered. */
  async end(how: EndOfLeader): Promise<Takeover> {
    const leader = this.windows.find(leads)!;
    const others = this.windows.filter((window) => window !== leader);
    const ended = performance.now();
    const gone = endWindow(leader, how);
    while (!others.some(leads)) await lookAgain(ended, `Nobody leads after ${how}`);
    const leadsMs = performance.now() - ended;
    const next = others.find(leads)!;
    while (!(await this.isServedBy(next))) await lookAgain(ended, `Nobody serves after ${how}`);
    const servesMs = performance.now() - ended;
    await gone;
    if (how === 'freeze') leader.signal('SIGCONT');
    else this.windows = others;
    return { leadsMs, servesMs };
  }

  /** Whether its server, found as programs find it, says how the monitor is, whatever it says. */
  private async isServedBy({ pid }: WindowProcess): Promise<boolean> {
    try {
      const endpoints = JSON.parse(await readFile(path.join(this.dataDir, 'endpoints.json'), 'utf8')) as Endpoints;
      if (endpoints.pid !== pid) return false;
      await (await fetch(`${endpoints.http}/health`)).text();
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.windows.map((window) => window.kill()));
  }

  private async settle(): Promise<void> {
    const end = performance.now() + hangMs;
    const isSettled = (): boolean => {
      const parts = this.windows.map(({ status }) => status?.self?.role);
      const all = this.windows.find(leads)?.status?.instances.length;
      return all === this.contenders && parts.filter((part) => part === 'follower').length === this.contenders - 1;
    };
    while (!isSettled()) {
      if (performance.now() > end) throw new Error(`The windows do not share one engine after ${hangMs / 1000} s.`);
      await sleep(lookMs);
    }
  }
}

/** @returns What ends when its process has, if it is to. */
async function endWindow(window: WindowProcess, how: EndOfLeader): Promise<void> {
  if (how === 'freeze') window.signal('SIGSTOP');
  else if (how === 'kill') await window.kill();
  else await window.stop();
}

/** @param since When it began, on the clock for differences, ms. */
async function lookAgain(since: number, what: string): Promise<void> {
  if (performance.now() - since > hangMs) throw new Error(`${what}: ${hangMs / 1000} s have passed.`);
  await sleep(lookMs);
}

function leads({ status }: WindowProcess): boolean {
  return status?.self?.role === 'leader';
}

async function measure(how: EndOfLeader, contenders: number, rounds: number): Promise<Takeover[]> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-takeover-'));
  const windows = new Windows(dataDir, contenders);
  const times: Takeover[] = [];
  try {
    while (times.length < rounds) {
      await windows.fill();
      times.push(await windows.end(how));
    }
  } finally {
    await windows.close();
    await rm(dataDir, { recursive: true, force: true });
  }
  return times;
}

const [what, ...values] = process.argv.slice(2);
if (what === 'window') runWindow(JSON.parse(values[0]!) as WorkerInit);
else
  void measure(what as EndOfLeader, Number(values[0]), Number(values[1])).then((times) => {
    process.stdout.write(JSON.stringify(times));
    process.exit();
  });
