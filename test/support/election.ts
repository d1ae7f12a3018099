import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { MemberOrder } from './memberChild';
import { MemberProcess, until } from './memberProcess';

/** Processes that share a data folder, and the book in which every leader writes what its fence says. */
export class Election {
  readonly dataDir = mkdtempSync(path.join(os.tmpdir(), 'wirthforge-election-'));
  readonly members: MemberProcess[] = [];
  /** Epochs that were held by somebody, as far as the book was read. */
  held = 0;
  private readonly book = path.join(this.dataDir, 'book');

  /** Has processes do something, after which no promise of a leader is broken; a failure tells what each of them said. */
  static async among(run: (election: Election) => Promise<void>): Promise<void> {
    const election = new Election();
    try {
      await run(election);
      assert.deepEqual(election.brokenPromises(), []);
    } catch (error) {
      throw new Error(`${String(error)}\n${saidBy(election.members)}`, { cause: error });
    } finally {
      await election.end();
    }
  }

  private constructor() {
    writeFileSync(this.book, '');
  }

  start(order: Partial<MemberOrder> = {}): MemberProcess {
    const member = new MemberProcess({ dataDir: this.dataDir, book: this.book, role: 'window', ...order });
    this.members.push(member);
    return member;
  }

  get alive(): MemberProcess[] {
    return this.members.filter(({ isAlive }) => isAlive);
  }

  /** Ends when one of those that are alive leads and all others follow it. */
  async settled(among = this.alive): Promise<MemberProcess> {
    return until(`one of ${among.length} leads and the others follow`, () => {
      const leaders = among.filter(({ state }) => state?.kind === 'leading');
      const [leader] = leaders;
      const isSettled =
        leaders.length === 1 &&
        among.every(
          ({ state, pid }) => pid === leader!.pid || (state?.kind === 'following' && state.leader === leader!.pid),
        );
      return isSettled ? leader : undefined;
    });
  }

  /** Where two held at once: somebody was told that it holds, having asked when a later epoch was held already. */
  brokenPromises(): string[] {
    const lines = readFileSync(this.book, 'utf8').split('\n').filter(Boolean);
    const askedWhen = new Map<string, number>();
    const holders = new Map<string, string>();
    const broken: string[] = [];
    let highest = 0;
    for (const line of lines) {
      const [word, epoch = '', pid = '', number = ''] = line.split(' ');
      if (word === 'asks') askedWhen.set(`${epoch} ${pid} ${number}`, highest);
      if (word !== 'holds') continue;
      const before = askedWhen.get(`${epoch} ${pid} ${number}`) ?? Infinity;
      if (before > Number(epoch)) broken.push(`${line}, after ${before} was held`);
      if ((holders.get(epoch) ?? pid) !== pid) broken.push(`${epoch} was held by ${pid} and ${holders.get(epoch)}`);
      holders.set(epoch, pid);
      highest = Math.max(highest, Number(epoch));
    }
    this.held = holders.size;
    return broken;
  }

  private async end(): Promise<void> {
    await Promise.all(this.alive.map((member) => member.kill()));
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

function saidBy(members: readonly MemberProcess[]): string {
  return members.map(({ pid, words }) => `${pid} said: ${JSON.stringify(words.slice(-20))}`).join('\n');
}
