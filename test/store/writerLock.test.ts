import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readlink, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { SocketFileLock } from '../../src/engine/store/socketFileLock';
import { WriterLock } from '../../src/engine/store/writerLock';
import { isAlive } from '../support/processes';
import { Random } from '../support/random';

/** The lock of the system that this runs on, and the one of systems without abstract sockets. */
const kinds = ['system', 'socket files'] as const;
type Kind = (typeof kinds)[number];

async function acquire(kind: Kind, folder: string): Promise<(() => Promise<void>) | undefined> {
  if (kind === 'system') {
    const lock = await WriterLock.acquire(folder);
    return lock && (() => lock.release());
  }
  const lock = await SocketFileLock.acquire(folder);
  return lock && (() => lock.close());
}

/** What a child does: one attempt for each line that it is given; `churn` makes many that are given back at once. */
async function contend(kind: Kind, folder: string): Promise<void> {
  process.stdout.write('ready\n');
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = line === 'churn' ? await churn(kind, folder) : (await acquire(kind, folder)) ? 'won' : 'lost';
    process.stdout.write(`${answer}\n`);
  }
}

async function churn(kind: Kind, folder: string): Promise<string> {
  let wins = 0;
  for (let attempt = 0; attempt < 100; attempt++) {
    const release = await acquire(kind, folder);
    if (!release) continue;
    wins++;
    const mark = path.join(folder, 'held');
    const marked = await readlink(mark).catch(() => undefined);
    // Left by a holder that was killed, or made by one that holds the lock at this very moment.
    if (marked !== undefined) {
      if (!(await isDying(marked, mark))) return `${marked} holds the lock too`;
      await rm(mark, { force: true });
    }
    await symlink(String(process.pid), mark);
    await rm(mark);
    await release();
  }
  return `${wins} wins`;
}

/** A killed process is there for a moment after its sockets are gone; one that lives takes its mark away by itself. */
async function isDying(marked: string, mark: string): Promise<boolean> {
  for (let look = 0; look < 1000; look++) {
    if (!isAlive(Number(marked))) return true;
    if ((await readlink(mark).catch(() => undefined)) !== marked) return false;
    await delay(10);
  }
  return false;
}

class Contender {
  private readonly ended: Promise<unknown>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly lines: Interface,
  ) {
    this.ended = once(child, 'exit');
  }

  static async start(kind: Kind, folder: string): Promise<Contender> {
    const child = spawn(process.execPath, [process.argv[1]!, 'contend', kind, folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const contender = new Contender(child, createInterface({ input: child.stdout }));
    assert.equal(await contender.answer(), 'ready');
    return contender;
  }

  async ask(what: string): Promise<string> {
    const answer = this.answer();
    this.child.stdin?.write(`${what}\n`);
    return answer;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private async answer(): Promise<string> {
    const ended = this.ended.then(() => 'it ended');
    return Promise.race([new Promise<string>((resolve) => this.lines.once('line', resolve)), ended]);
  }
}

function testKind(kind: Kind): void {
  describe(`the writer's lock: ${kind}`, () => {
    let folder = '';
    const contenders: Contender[] = [];
    before(async () => {
      folder = await mkdtemp(path.join(os.tmpdir(), 'writer-lock-'));
    });
    after(async () => {
      await Promise.all(contenders.splice(0).map((contender) => contender.kill()));
      await rm(folder, { recursive: true });
    });

    it('has one holder of five who ask at once, and another one as soon as it was killed, 20 times over', async () => {
      for (let i = 0; i < 5; i++) contenders.push(await Contender.start(kind, folder));
      for (let round = 0; round < 20; round++) {
        const answers = await Promise.all(contenders.map((contender) => contender.ask('go')));
        assert.deepEqual(answers.toSorted(), ['lost', 'lost', 'lost', 'lost', 'won'], `round ${round}`);
        const [holder] = contenders.splice(answers.indexOf('won'), 1);
        assert.equal(await contenders[0]!.ask('go'), 'lost');
        await holder!.kill();
        contenders.push(await Contender.start(kind, folder));
      }
    });

    it('never has two holders while five take it and give it back', async () => {
      const answers = await Promise.all(contenders.map((contender) => contender.ask('churn')));
      const wins = answers.map((answer) => Number(/^(\d+) wins$/.exec(answer)?.[1] ?? assert.fail(answer)));
      assert.ok(wins.reduce((sum, won) => sum + won, 0) > 5);
    });

    it('never has two holders while some are killed as they take it', async () => {
      const random = new Random(1);
      for (let round = 0; round < 8; round++) {
        const answers = contenders.map((contender) => contender.ask('churn'));
        await delay(random.next() * 60);
        const [victim] = contenders.splice(0, 1);
        await victim!.kill();
        for (const answer of await Promise.all(answers)) assert.match(answer, /^(\d+ wins|it ended)$/);
        contenders.push(await Contender.start(kind, folder));
      }
    });

    it('can be given back and taken again in one process', async () => {
      for (let turn = 0; turn < 3; turn++) {
        const release = await acquire(kind, folder);
        assert.ok(release);
        assert.equal(await acquire(kind, folder), undefined);
        await release();
      }
    });
  });
}

const [, , role, kind, folder] = process.argv;
if (role === 'contend') void contend(kind as Kind, folder!);
else kinds.forEach(testKind);
