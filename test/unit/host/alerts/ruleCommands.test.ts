import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { RuleCommands } from '../../../../src/host/alerts/ruleCommands';
import type { NoticeCommand } from '../../../../src/protocol/alerts';
import { alertsWith, noticeWith } from '../../../support/alertsTold';
import { FakeAlertEngine } from '../../../support/fakeAlertEngine';
import { fake } from '../../../support/fakeVscode';

const wanted: NoticeCommand = { rule: 'cpu_busy', command: 'my.command', args: ['a', 1, true] };

describe('RuleCommands', () => {
  let engine: FakeAlertEngine;
  let memory: Map<string, unknown>;
  let commands: RuleCommands;

  const start = (): void => {
    const log = { write: (level: string, message: string) => void fake.logged.push(`${level} ${message}`) };
    commands = new RuleCommands({
      engine,
      memory: {
        get: (key: string) => memory.get(key) as never,
        keys: () => [...memory.keys()],
        update: (key: string, value: unknown) => {
          if (value === undefined) memory.delete(key);
          else memory.set(key, value);
          return Promise.resolve();
        },
      },
      log,
    });
  };

  beforeEach(() => {
    fake.reset();
    engine = new FakeAlertEngine();
    engine.alerts.set(alertsWith());
    memory = new Map();
    start();
  });

  const ask = async (command: NoticeCommand = wanted): Promise<void> => {
    engine.tells(noticeWith({ commands: [command] }));
    await commands.settled();
  };
  const ran = (): unknown[][] => fake.executed;

  it('ask before the first run, and show the rule, the command and its arguments', async () => {
    await ask();
    assert.deepEqual(ran(), []);
    assert.equal(fake.modals.length, 1);
    assert.match(fake.modals[0]!, /Rule: CPU busy \(cpu_busy\)\nCommand: my\.command\nArguments: \["a",1,true\]/);
  });

  it('are run once, with the arguments, and asked for again the next time', async () => {
    fake.presses.push('Run Once');
    await ask();
    await ask();
    assert.deepEqual(ran(), [
      ['my.command', 'a', 1, true],
      ['my.command', 'a', 1, true],
    ]);
    assert.equal(fake.modals.length, 2);
    assert.equal(memory.size, 0);
  });

  it('are asked about again once the answers are forgotten, and nothing else that is kept is', async () => {
    memory.set('wirthforge.other', 1);
    fake.presses.push('Never');
    await ask();
    await ask();
    assert.equal(fake.modals.length, 1);
    await commands.forget();
    assert.deepEqual([...memory.keys()], ['wirthforge.other']);
    assert.match(fake.informations.at(-1)!, /asked again.*forgotten: 1\./);
    await ask();
    assert.equal(fake.modals.length, 2);
  });

  it('are forgotten only where there is an answer, and this is said', async () => {
    await commands.forget();
    assert.match(fake.informations.at(-1)!, /none to forget/);
  });

  it('are run without a question once they are always allowed, in later windows too', async () => {
    fake.presses.push('Always Allow for This Rule');
    await ask();
    commands.dispose();
    start();
    await ask();
    assert.equal(ran().length, 2);
    assert.equal(fake.modals.length, 1);
  });

  it('are asked for again where the rule, the command or an argument is another one', async () => {
    fake.presses.push('Always Allow for This Rule');
    await ask();
    fake.presses.length = 0;
    for (const other of [
      { rule: 'other' },
      { command: 'my.other' },
      { args: ['a', 1, false] },
      { args: ['a', '1', true] },
    ])
      await ask({ ...wanted, ...other });
    assert.equal(fake.modals.length, 5);
    assert.equal(ran().length, 1);
  });

  it('are never run after a Never', async () => {
    fake.presses.push('Never');
    await ask();
    fake.presses.push('Run Once');
    await ask();
    assert.deepEqual(ran(), []);
    assert.equal(fake.modals.length, 1);
  });

  it('are not asked for with every alert once the question was closed', async () => {
    await ask();
    await ask();
    assert.equal(fake.modals.length, 1);
    assert.equal(memory.size, 0);
  });

  it('are never run in a workspace that is not trusted, whatever was allowed', async () => {
    fake.presses.push('Always Allow for This Rule');
    await ask();
    fake.isTrusted = false;
    await ask();
    assert.equal(ran().length, 1);
    assert.match(fake.logged.join('\n'), /warn The command my\.command .*cpu_busy asks for was not run: .*not trusted/);
  });

  it('are never internal ones', async () => {
    fake.presses.push('Run Once');
    await ask({ ...wanted, command: '_workbench.secret' });
    assert.deepEqual(ran(), []);
    assert.deepEqual(fake.modals, []);
    assert.match(fake.logged.join('\n'), /_workbench\.secret .*was not run: .*internal/);
  });

  it('show every argument as it is: no link, no line of its own, no letter that turns words around', async () => {
    await ask({ ...wanted, args: ['[click](command:y)', 'a\nCommand: harmless', 'x\u202etxt.exe'] });
    assert.match(
      fake.modals[0]!,
      /\nArguments: \["\[click\] \(command:y\)","a\\nCommand: harmless","x\\u\{202e\}txt\.exe"\]\n/,
    );
  });

  it('are not asked for where the question could not show them', async () => {
    fake.presses.push('Run Once');
    await ask({ ...wanted, command: 'x\nCommand: harmless' });
    await ask({ ...wanted, args: [`${' '.repeat(1000)}rm`] });
    assert.deepEqual([ran(), fake.modals], [[], []]);
    assert.match(fake.logged[0]!, /not the id of a command/);
    assert.match(fake.logged[1]!, /too long to be shown/);
  });

  it('say so when they fail, and the next one is run all the same', async () => {
    fake.presses.push('Run Once');
    fake.commands.set('my.command', () => {
      throw new Error('no terminal');
    });
    engine.tells(noticeWith({ commands: [wanted, { ...wanted, command: 'my.other' }] }));
    await commands.settled();
    assert.match(fake.warnings[0]!, /cpu_busy could not run the command my\.command: no terminal\. The alert itself/);
    assert.deepEqual(
      ran().map(([id]) => id),
      ['my.command', 'my.other'],
    );
  });

  it('are not run once the window has let go of them', async () => {
    fake.presses.push('Run Once');
    engine.tells(noticeWith({ commands: [wanted] }));
    commands.dispose();
    await commands.settled();
    assert.deepEqual(ran(), []);
  });
});
