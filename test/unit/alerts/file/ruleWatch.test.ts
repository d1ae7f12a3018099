import { describe, it, beforeEach, afterEach } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { link, mkdir, mkdtemp, readFile, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { RuleWatch, ruleFileName } from '../../../../src/engine/alerts/file/ruleWatch';
import { mostRuleBytes } from '../../../../src/engine/alerts/file/readRuleText';
import { Component } from '../../../../src/engine/component';
import { Ticker } from '../../../../src/engine/ticker';
import type { RuleProblem } from '../../../../src/protocol/rules/ruleFile';
import { FakeClock } from '../../../support/fakeClock';

const ruleText = (id: string, more = ''): string =>
  `{ "id": "${id}", "name": "${id}", "severity": "warning", "conditions": { "when_all": [
    { "metric": "system.cpu_percent", "operator": ">", "value": 80 } ] }${more} }`;
const fileOf = (...rules: readonly string[]): string => `{ "rules": [ ${rules.join(', ')} ] }`;
const onWindows = process.platform === 'win32';

describe('The rule file', () => {
  let dataDir = '';
  let defaultFile = '';
  let inForce: string[] = [];
  let problems: readonly RuleProblem[] = [];
  let told = 0;
  let component = new Component('alert-rules');
  let watch: RuleWatch;

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-rules-'));
    defaultFile = path.join(dataDir, 'defaults.json');
    await writeFile(defaultFile, fileOf(ruleText('given')));
    told = 0;
    component = new Component('alert-rules');
    watch = new RuleWatch({
      dataDir,
      defaultFile,
      ticker: new Ticker(new FakeClock(), (error) => {
        throw error;
      }),
      component,
      log: () => undefined,
      changed: (rules, found) => {
        told++;
        inForce = rules.map(({ id }) => id);
        problems = found;
      },
    });
  });
  afterEach(async () => {
    watch.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const save = async (text: string): Promise<void> => {
    await writeFile(path.join(dataDir, ruleFileName), text);
    await watch.look();
  };

  it('is made of the default rules where there is none', async () => {
    await watch.start();
    assert.deepEqual(inForce, ['given']);
    assert.equal(await readFile(watch.file, 'utf8'), await readFile(defaultFile, 'utf8'));
    assert.equal(component.status.state, 'running');
  });

  it('is never overwritten where there is one', async () => {
    await writeFile(path.join(dataDir, ruleFileName), fileOf(ruleText('mine')));
    await watch.start();
    assert.deepEqual(inForce, ['mine']);
  });

  it('is read again when it was saved, and only then', async () => {
    await watch.start();
    await save(fileOf(ruleText('a'), ruleText('b')));
    assert.deepEqual(inForce, ['a', 'b']);
    const before = told;
    await watch.look();
    assert.equal(told, before);
  });

  it('keeps the last good form of a rule that is wrong now, and tells where it is wrong', async () => {
    await watch.start();
    await save(fileOf(ruleText('a'), ruleText('b')));
    await save(fileOf(ruleText('a', ', "severity": "loud"'), ruleText('c')));
    assert.deepEqual([...inForce].sort(), ['a', 'c']);
    assert.ok(problems.some(({ rule, weight, line }) => rule === 'a' && weight === 'error' && line === 2));
    assert.equal(component.status.state, 'degraded');
    await save(fileOf(ruleText('c')));
    assert.deepEqual(inForce, ['c']);
    assert.equal(component.status.state, 'running');
  });

  it('saved half-way disables nothing', async () => {
    await watch.start();
    const whole = fileOf(ruleText('a'), ruleText('b'), ruleText('c'));
    await save(whole);
    for (let length = 0; length < whole.length - 2; length += 7) {
      await save(whole.slice(0, length));
      assert.deepEqual([...inForce].sort(), ['a', 'b', 'c'], `cut to ${length} characters`);
    }
  });

  it('of binary or of more than 10 MiB disables nothing', async () => {
    await watch.start();
    await save(fileOf(ruleText('a')));
    await writeFile(
      watch.file,
      Uint8Array.from({ length: 4096 }, (_, i) => (i * 37) % 256),
    );
    await watch.look();
    assert.deepEqual(inForce, ['a']);
    assert.equal(component.status.state, 'degraded');
    await writeFile(watch.file, '');
    await truncate(watch.file, mostRuleBytes + 1);
    await watch.look();
    assert.deepEqual(inForce, ['a']);
    assert.match(problems[0]?.message ?? '', /larger than 10 MiB/);
  });

  it('is made anew when its folder was removed, and what is in the way is told', async () => {
    await watch.start();
    await rm(watch.file);
    await mkdir(watch.file);
    await watch.look();
    assert.equal(component.status.state, 'degraded');
    assert.deepEqual(inForce, ['given']);
    await rm(watch.file, { recursive: true });
    await watch.look();
    assert.equal(component.status.state, 'running');
    assert.deepEqual(inForce, ['given']);
  });

  it('that is a pipe which nobody writes to is told, and waits for nobody', { skip: onWindows }, async () => {
    await promisify(execFile)('mkfifo', [path.join(dataDir, ruleFileName)]);
    await watch.start();
    assert.match(problems[0]?.message ?? '', /not a file/);
    assert.equal(component.status.state, 'degraded');
  });

  it('that is a link to nothing, or to itself, is told', { skip: onWindows }, async () => {
    const link = path.join(dataDir, ruleFileName);
    for (const target of ['nowhere.json', ruleFileName]) {
      await symlink(target, link);
      await watch.start();
      const { status } = component;
      assert.ok(status.state === 'degraded' && status.reason.includes('link'), JSON.stringify(status));
      watch.stop();
      await rm(link);
    }
    await watch.start();
    assert.deepEqual(inForce, ['given']);
    assert.equal(component.status.state, 'running');
  });

  it('in another encoding than UTF-8 disables nothing, and that is told', async () => {
    await watch.start();
    await save(fileOf(ruleText('a')));
    await writeFile(watch.file, Buffer.from(`\uFEFF${fileOf(ruleText('b'))}`, 'utf16le'));
    await watch.look();
    assert.deepEqual(inForce, ['a']);
    assert.match(problems[0]?.message ?? '', /not text in UTF-8/);
    await save(`\uFEFF${fileOf(ruleText('c')).replaceAll('\n', '\r\n')}`);
    assert.deepEqual(inForce, ['c']);
  });

  it('that an editor removes for a moment is waited for, and then made anew', async () => {
    await watch.start();
    await save(fileOf(ruleText('a')));
    await rm(watch.file);
    await watch.look();
    assert.deepEqual(inForce, ['a']);
    await assert.rejects(readFile(watch.file), 'nothing is put where the editor is about to write');
    await save(fileOf(ruleText('b')));
    assert.deepEqual(inForce, ['b']);
    await rm(watch.file);
    await watch.look();
    await watch.look();
    assert.deepEqual(inForce, ['given']);
  });

  it('that was away for a moment is read, though it looks to the disk as it did before', async () => {
    await watch.start();
    const [kept, time] = [path.join(dataDir, 'kept'), new Date(1_780_000_000_000)];
    await writeFile(watch.file, fileOf(ruleText('a')));
    await utimes(watch.file, time, time);
    await watch.look();
    await link(watch.file, kept);
    await rm(watch.file);
    await watch.look();
    await writeFile(kept, fileOf(ruleText('b')));
    await utimes(kept, time, time);
    await link(kept, watch.file);
    await watch.look();
    assert.deepEqual(inForce, ['b']);
  });

  it('is seen as it is now by who has just written it, whatever look is under way', async () => {
    await watch.start();
    for (let round = 0; round < 20; round++) {
      const underWay = watch.look();
      // A longer one each time: files of one size that are written within one tick of the disk's clock look the same.
      const id = 'r'.repeat(round + 1);
      await writeFile(watch.file, fileOf(ruleText(id)));
      await watch.lookAnew();
      assert.deepEqual(inForce, [id]);
      await underWay;
    }
  });

  it('says nothing any more once it is not watched', async () => {
    await watch.start();
    const before = told;
    await writeFile(watch.file, fileOf(ruleText('late')));
    const underWay = watch.look();
    watch.stop();
    await underWay;
    assert.equal(told, before);
    assert.equal(component.status.state, 'stopped');
  });
});
