import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { DiskText } from '../../../../src/host/layout/layoutDisk';
import { LayoutFile } from '../../../../src/host/layout/layoutFile';
import { fake, Uri } from '../../../support/fakeVscode';

const usual = readFileSync(path.join(process.cwd(), 'media/layout.default.json'), 'utf8');
const mine = '{ "layout": { "name": "Mine", /* mine */ "panels": [{ "id": "m", "type": "models" }] } }';

/** A file that tests write as other programs do. */
class FakeDisk {
  readonly name = 'layout.json';
  readonly uri = Uri.file('/data/layout.json') as never;
  text: string | undefined;
  refusal: Error | undefined;
  found: DiskText | undefined;
  writes = 0;
  changed: () => void = () => undefined;

  async read(): Promise<DiskText> {
    await Promise.resolve();
    if (this.found) return this.found;
    if (this.refusal) throw this.refusal;
    return this.text === undefined ? { kind: 'missing' } : { kind: 'text', text: this.text };
  }

  /** What another program does between reading and replacing. */
  meanwhile: () => void = () => undefined;

  async replace(before: string | undefined, text: string): Promise<boolean> {
    await Promise.resolve();
    if (this.refusal) throw this.refusal;
    this.meanwhile();
    if (this.text !== before) return false;
    this.text = text;
    this.writes++;
    return true;
  }

  watch(changed: () => void): { dispose: () => void } {
    this.changed = changed;
    return { dispose: () => (this.changed = () => undefined) };
  }
}

describe('The layout file', () => {
  let disk: FakeDisk;
  let unsaved: string | undefined;
  let shown: number;
  let file: LayoutFile;

  const start = async (text?: string): Promise<void> => {
    disk.text = text;
    file = new LayoutFile({
      disk,
      editor: {
        unsaved: () => unsaved,
        replace: (words) => {
          unsaved = undefined;
          disk.text = words;
          return Promise.resolve();
        },
        show: () => {
          shown++;
          return Promise.resolve();
        },
      },
      readDefault: () => Promise.resolve(usual),
      log: { write: (level, message) => void fake.logged.push(`${level} ${message}`) },
      restMs: 0,
    });
    await file.reread();
  };
  const name = (): string | undefined => file.layout.value?.layout.name;
  const themeOf = (): string | undefined => file.layout.value?.layout.theme.name;
  const problem = (): string => file.layout.value?.problem ?? '';

  beforeEach(() => {
    fake.reset();
    disk = new FakeDisk();
    unsaved = undefined;
    shown = 0;
  });
  afterEach(() => {
    file.dispose();
  });

  it('is not made before it is needed, and the usual layout is in force without it', async () => {
    await start();
    assert.equal(name(), 'Default layout');
    assert.equal(disk.text, undefined);
    await file.change({ kind: 'rename', panel: 'models', title: 'Servers' });
    assert.equal(disk.text, usual.replace(/("id": "models".*\}) \}/, '$1, "title": "Servers" }'));
  });

  it('is read again when it changed, and when it is gone the usual layout comes back', async () => {
    await start(mine);
    assert.equal(name(), 'Mine');
    const told: (string | undefined)[] = [];
    file.layout.onChange(() => told.push(name()));
    const next = async (text: string | undefined): Promise<void> => {
      disk.text = text;
      const heard = new Promise((resolve) => {
        const listening = file.layout.onChange((value) => {
          listening.dispose();
          resolve(value);
        });
      });
      disk.changed();
      await heard;
    };
    await next(mine.replace('Mine', 'Other'));
    await next(undefined);
    assert.deepEqual(told, ['Other', 'Default layout']);
    await file.reread();
    assert.equal(told.length, 2);
  });

  it('that is broken leaves the last good one in force, and says line and what to do', async () => {
    await start(mine);
    disk.text = '{\n"layout": {\n';
    await file.reread();
    assert.equal(name(), 'Mine');
    assert.match(problem(), /^layout\.json, line \d: .*closing.*stays in force\. Correct the file and save it\.$/);
    await assert.rejects(file.change({ kind: 'theme', name: 'dark' }), /was not changed.*cannot be read/);
    assert.equal(disk.writes, 0);
    disk.text = mine;
    await file.reread();
    assert.equal(problem(), '');
    disk.refusal = new Error('EACCES');
    await file.reread();
    assert.match(problem(), /cannot be read \(EACCES\)\. Check the file \/data\/layout\.json/);
    assert.equal(name(), 'Mine');
    disk.refusal = undefined;
    disk.found = { kind: 'unreadable', reason: 'layout.json is larger than 1 MiB.' };
    await file.reread();
    assert.match(problem(), /larger than 1 MiB\. Replace it, or delete it/);
  });

  it('takes the changes of a page one after the other, and keeps what else is written', async () => {
    await start(mine);
    await Promise.all([
      file.change({ kind: 'rename', panel: 'm', title: 'A' }),
      file.change({ kind: 'theme', name: 'dark' }),
      file.change({ kind: 'rename', panel: 'm', title: 'B' }),
    ]);
    assert.equal(
      disk.text,
      '{ "layout": { "name": "Mine", /* mine */ "panels": [{ "id": "m", "type": "models", "title": "B" }], "theme": { "name": "dark" } } }',
    );
    assert.equal(themeOf(), 'dark');
  });

  it('keeps what another program writes while the page changes it', async () => {
    await start(mine);
    disk.meanwhile = () => {
      disk.meanwhile = () => undefined;
      disk.text = mine.replace('Mine', 'Theirs');
    };
    await file.change({ kind: 'theme', name: 'dark' });
    assert.match(disk.text ?? '', /"Theirs", \/\* mine \*\/.*"dark"/);
    assert.deepEqual([name(), themeOf(), disk.writes], ['Theirs', 'dark', 1]);
  });

  it('is left alone while another program writes it again and again, and people are told', async () => {
    await start(mine);
    let count = 0;
    disk.meanwhile = () => (disk.text = mine.replace('Mine', `Theirs ${++count}`));
    await assert.rejects(
      file.change({ kind: 'theme', name: 'dark' }),
      /was not changed, for another program changes the file \/data\/layout\.json again and again\. Try again/,
    );
    assert.equal(disk.text, mine.replace('Mine', `Theirs ${count}`));
    assert.equal(disk.writes, 0);
  });

  it('keeps what is typed and not saved when the page changes it', async () => {
    await start(mine);
    unsaved = mine.replace('Mine', 'Typed');
    await file.change({ kind: 'theme', name: 'light' });
    assert.equal(disk.writes, 0);
    assert.match(disk.text ?? '', /"Typed", \/\* mine \*\/.*"light"/);
    assert.equal(name(), 'Typed');
    assert.match(fake.informations[0]!, /layout\.json had changes .* not saved\. They were saved with .* Undo/);
    await file.change({ kind: 'theme', name: 'dark' });
    assert.equal(fake.informations.length, 1, 'with nothing unsaved there is nothing to say');
  });

  it('goes back to the usual layout only when asked twice', async () => {
    await start(mine);
    await file.change({ kind: 'reset' });
    assert.equal(disk.text, mine);
    assert.match(fake.modals[0]!, /usual layout\?[^]*comments included/);
    fake.answer = 'Reset Layout';
    await file.change({ kind: 'reset' });
    assert.equal(disk.text, usual);
    assert.equal(name(), 'Default layout');
  });

  it('that cannot be written is said to people, and later changes are made', async () => {
    await start(mine);
    disk.found = { kind: 'text', text: mine };
    disk.refusal = new Error('EROFS: read-only');
    await assert.rejects(
      file.change({ kind: 'theme', name: 'dark' }),
      /was not changed.*EROFS: read-only.*who may write it/,
    );
    assert.equal(themeOf(), 'vscode');
    disk.refusal = undefined;
    disk.found = undefined;
    await file.change({ kind: 'theme', name: 'dark' });
    assert.equal(themeOf(), 'dark');
  });

  it('is opened, with the usual layout in it where there is none, or people are told why not', async () => {
    await start();
    await file.open();
    assert.equal(disk.text, usual);
    disk.text = mine;
    await file.open();
    assert.equal(disk.text, mine);
    assert.equal(shown, 2);
    disk.refusal = new Error('EACCES.');
    await file.open();
    assert.match(fake.errors[0]!, /cannot be opened \(EACCES\)\. What the dashboard shows stays/);
    assert.equal(shown, 2);
  });
});
