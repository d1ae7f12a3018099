import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { AlertChange } from '../../../../src/engine/alerts/change';
import { auditLines } from '../../../../src/engine/alerts/file/auditLine';
import { AuditLog } from '../../../../src/engine/alerts/file/auditLog';
import { anInstance, BookRig, start } from '../life/bookRig';

const actions = [
  { type: 'log.audit', category: 'performance', message: 'CPU was at {{cpu_percent}}% of {{threshold}}' },
  { type: 'log.audit', category: 'all' },
] as const;

/** The steps of an alert that fires, goes up, is acknowledged and resolved. */
function steps(message = 'High CPU Usage'): AlertChange[] {
  const rig = new BookRig();
  const cpu = anInstance({ actions, name: message, forMs: 1000 });
  rig.see(0, cpu, 'warning');
  rig.see(1, cpu, 'warning');
  rig.see(2, cpu, 'critical');
  rig.acknowledge(3, cpu);
  rig.see(4, cpu, 'warning');
  rig.book.gone(cpu, 'The rule went.', start + 10_000);
  return rig.changes;
}

function unexpected(problem: string): void {
  throw new Error(problem);
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'audit-'));
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the audit of alerts', () => {
  it('has a line for each beginning and end, with the words of its own action', () => {
    const lines = steps()
      .flatMap(auditLines)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      lines.map(({ event, category, message, severity, reason }) => [event, category, message, severity, reason]),
      [
        ['firing', 'performance', 'CPU was at 90% of 80%', 'warning', undefined],
        ['firing', 'all', 'High CPU Usage 90 warning', 'warning', undefined],
        ['resolved', 'performance', 'CPU was at 90% of 80%', 'warning', 'The rule went.'],
        ['resolved', 'all', 'High CPU Usage 90 warning', 'warning', 'The rule went.'],
      ],
    );
    assert.equal(lines[0]?.['time'], new Date(start + 1000).toISOString());
  });

  it('has nothing of a rule that does not ask for it, or of what never fired', () => {
    const rig = new BookRig();
    const quiet = anInstance();
    rig.see(0, quiet, 'warning');
    const brief = anInstance({ id: 'brief', actions, forMs: 1000 });
    rig.see(0, brief, 'warning');
    rig.see(0.5, brief, undefined);
    assert.equal(rig.changes.length, 3);
    assert.deepEqual(rig.changes.flatMap(auditLines), []);
  });

  it('is a file that only its owner reads', async () => {
    await inFolder(async (folder) => {
      const logs = path.join(folder, 'logs');
      const log = new AuditLog(logs, unexpected);
      for (const change of steps()) log.changed(change);
      await log.close();
      const file = path.join(logs, 'audit.jsonl');
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      assert.deepEqual(lines, steps().flatMap(auditLines));
      assert.equal((await stat(file)).mode & 0o077, 0);
    });
  });

  it('begins anew at 1 MiB and keeps the last five', async () => {
    await inFolder(async (folder) => {
      const log = new AuditLog(folder, unexpected);
      const changes = steps('x'.repeat(5000));
      for (let i = 0; i < 16; i++) {
        for (let many = 0; many < 20; many++) for (const change of changes) log.changed(change);
        await log.close();
      }
      const files = await readdir(folder);
      const old = [1, 2, 3, 4, 5].map((age) => `audit.${age}.jsonl`);
      assert.deepEqual(files.filter((file) => file !== 'audit.jsonl').sort(), old);
      for (const file of old) {
        const { size } = await stat(path.join(folder, file));
        assert.ok(size >= 1024 * 1024 && size < 2 * 1024 * 1024, `${file} has ${size} bytes`);
      }
    });
  });

  it('says once that it cannot write, goes on, and says it again after it could', async () => {
    await inFolder(async (folder) => {
      const logs = path.join(folder, 'logs');
      await writeFile(logs, 'a file in the place of the folder');
      const problems: string[] = [];
      const log = new AuditLog(logs, (problem) => problems.push(problem));
      const tell = async (): Promise<void> => {
        for (const change of steps()) log.changed(change);
        await log.close();
      };
      await tell();
      await tell();
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, /could not be written to .*audit\.jsonl: .*Make room/);
      await rm(logs);
      await tell();
      assert.equal((await readFile(path.join(logs, 'audit.jsonl'), 'utf8')).split('\n').length, 5);
      await rm(logs, { recursive: true });
      await writeFile(logs, '');
      await tell();
      assert.equal(problems.length, 2);
    });
  });

  it('follows no link, and writes into no folder of that name', async () => {
    await inFolder(async (folder) => {
      const victim = path.join(folder, 'victim');
      await writeFile(victim, 'mine');
      const problems: string[] = [];
      for (const place of ['linked', 'taken']) await mkdir(path.join(folder, place));
      await symlink(victim, path.join(folder, 'linked', 'audit.jsonl'));
      await mkdir(path.join(folder, 'taken', 'audit.jsonl'));
      for (const place of ['linked', 'taken']) {
        const log = new AuditLog(path.join(folder, place), (problem) => problems.push(problem));
        for (const change of steps()) log.changed(change);
        await log.close();
      }
      assert.equal(problems.length, 2);
      assert.equal(await readFile(victim, 'utf8'), 'mine');
    });
  });

  it('never lets more than 1,000 lines wait, and says how many it left out', async () => {
    await inFolder(async (folder) => {
      const log = new AuditLog(folder, unexpected);
      const [, firing] = steps();
      for (let i = 0; i < 2000; i++) log.changed(firing!);
      await log.close();
      const lines = (await readFile(path.join(folder, 'audit.jsonl'), 'utf8')).trimEnd().split('\n');
      const last = JSON.parse(lines.at(-1)!) as { lines?: number };
      assert.equal(lines.length - 1 + (last.lines ?? 0), 4000);
      assert.ok(lines.length <= 1003, `${lines.length} lines were kept`);
    });
  });
});
