import assert from 'node:assert/strict';
import { eventually, pause } from '../../build/vscode/eventually.mjs';
import { listeningPorts } from './processes';
import type { SharedMonitor } from './sharedMonitor';
import type { VscodeServer } from './vscodeServer';
import type { VscodeWindow } from './vscodeWindow';

/** What can become of the window that measures for all. */
export const fates = ['killed', 'frozen', 'closed', 'reloaded'] as const;
export type Fate = (typeof fates)[number];

/** VS Code asks its user before it starts the extension host of a window once more, the third time that it crashed. */
const crashesUntilAsked = 3;

interface Seat {
  readonly window: VscodeWindow;
  /** Of its extension host. */
  pid: number;
  /** Since its page was loaded. */
  crashes: number;
}

/** What became of a leader. */
export interface Takeover {
  /** Until another one led, ms. */
  readonly leadsMs: number;
  /** Until it answered, ms. */
  readonly answersMs: number;
}

/** The windows of a VS Code under test, of which each knows its extension host. */
export class SharedWindows {
  private seats: Seat[] = [];

  constructor(
    private readonly vscode: VscodeServer,
    private readonly monitor: SharedMonitor,
  ) {}

  get count(): number {
    return this.seats.length;
  }

  async open(): Promise<void> {
    this.seats.push({ window: await this.vscode.openWindow(), pid: 0, crashes: 0 });
    await this.settled();
  }

  /** Ends when one window measures and all others follow it, each with an extension host; tells the leader's seat. */
  async settled(): Promise<number> {
    let seen = '';
    const [leader, ...others] = await eventually(`one of ${this.count} leads and the others follow`, async () => {
      const hosts = this.vscode.extensionHosts();
      const instances = await this.monitor.instances().catch(() => []);
      const serving = hosts.filter((pid) => listeningPorts(pid).length > 0);
      const claim = await this.monitor.highestClaim();
      seen = JSON.stringify({ hosts, instances, serving, claim });
      const pids = instances.map(({ pid }) => pid);
      const roles = instances.map(({ role }) => role);
      const isSettled =
        pids.length === this.count &&
        sameNumbers(pids, hosts) &&
        sameNumbers(serving, pids.slice(0, 1)) &&
        claim.pid === pids[0] &&
        roles.lastIndexOf('leader') === 0;
      return isSettled && pids;
    }).catch((error: unknown) => {
      throw new Error(`${String(error)} Seen last: ${seen}`);
    });
    this.seat([leader!, ...others]);
    return leader!;
  }

  /** What the status bars of all windows say at a moment at which they agree. */
  async sameFigures(): Promise<string> {
    let shown: string[] = [];
    return eventually('all windows show the same', async () => {
      shown = await Promise.all(this.seats.map(({ window }) => window.cpu()));
      return shown.every((text) => text === shown[0]) && shown[0];
    }).catch((error: unknown) => {
      throw new Error(`${String(error)} Shown last: ${shown.join(', ')}`);
    });
  }

  /** Ends when the tooltip of each window names the leader. */
  async allName(leader: number): Promise<void> {
    const others = this.count - 1;
    for (const { window, pid } of this.seats) {
      const wanted = pid === leader ? `this window, for ${others} more` : `(process ${leader})`;
      await eventually(`window ${pid} says that ${leader} measures`, async () =>
        (await window.measuredBy()).endsWith(wanted),
      );
    }
  }

  /** Does something to the window that measures, and ends when another one does and there are as many as before. */
  async disturb(leader: number, fate: Fate, frozenMs: number): Promise<Takeover> {
    const seat = this.seats.find(({ pid }) => pid === leader);
    assert.ok(seat, `${leader} has a window`);
    if (fate === 'killed') seat.crashes++;
    if (fate === 'closed') await seat.window.atRest();
    const at = Date.now();
    const [takeover] = await Promise.all([this.takeover(leader, at), this.strike(seat, fate)]);
    if (fate === 'frozen') {
      await pause(frozenMs);
      process.kill(leader, 'SIGCONT');
    }
    if (fate === 'closed') {
      this.seats = this.seats.filter((other) => other !== seat);
      await this.open();
    }
    if (seat.crashes === crashesUntilAsked) await this.reload(seat);
    return takeover;
  }

  private async strike(seat: Seat, fate: Fate): Promise<void> {
    if (fate === 'closed') await seat.window.close();
    else if (fate === 'reloaded') await this.reload(seat);
    else process.kill(seat.pid, fate === 'killed' ? 'SIGKILL' : 'SIGSTOP');
  }

  private async takeover(leader: number, at: number): Promise<Takeover> {
    const next = await eventually('another window leads', async () => {
      // One that is frozen takes a question and never answers it: it is not asked.
      const serving = await this.monitor.endpoints().catch(() => undefined);
      if (serving === undefined || serving.pid === leader) return false;
      const [first] = await this.monitor.instances().catch(() => []);
      return first !== undefined && first.pid !== leader && first;
    });
    return { leadsMs: next.since - at, answersMs: Date.now() - at };
  }

  private async reload(seat: Seat): Promise<void> {
    await seat.window.reloadAtOnce();
    seat.crashes = 0;
  }

  /** One window at most has an extension host that is new: the one that something happened to. */
  private seat(pids: readonly number[]): void {
    const fresh = pids.filter((pid) => !this.seats.some((seat) => seat.pid === pid));
    const empty = this.seats.filter(({ pid }) => !pids.includes(pid));
    assert.ok(fresh.length === empty.length && fresh.length <= 1, `${fresh.join()} are new of ${pids.join()}`);
    for (const seat of empty) seat.pid = fresh[0]!;
  }
}

const sameNumbers = (some: readonly number[], others: readonly number[]): boolean =>
  [...some].sort().join() === [...others].sort().join();
