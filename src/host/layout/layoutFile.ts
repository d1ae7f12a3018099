import * as vscode from 'vscode';
import { changeLayoutText } from '../../protocol/layout/changeLayoutText';
import type { Layout, LayoutChange } from '../../protocol/layout/layout';
import type { LayoutProblem } from '../../protocol/layout/layoutText';
import { parseLayout } from '../../protocol/layout/parseLayout';
import { clauseOf } from '../../protocol/messageOf';
import { DisposableStore, type Disposable } from '../disposable';
import type { HostLog } from '../log';
import { Observable, type Observed } from '../observable';
import type { DiskText, LayoutDisk } from './layoutDisk';
import type { LayoutEditor } from './layoutEditor';

/** What the dashboard shows. `problem`: why the file is not in force as it is written, for people. */
export interface LayoutInForce {
  readonly layout: Layout;
  readonly problem?: string;
}

export interface LayoutFileOptions {
  readonly disk: Pick<LayoutDisk, 'read' | 'replace' | 'watch' | 'uri' | 'name'>;
  readonly editor: Pick<LayoutEditor, 'unsaved' | 'replace' | 'show'>;
  /** Text of the layout that is in force while there is no file. @throws Error of the file system. */
  readonly readDefault: () => Promise<string>;
  readonly log: Pick<HostLog, 'write'>;
  /** How long the file must rest before it is read: editors replace it in steps, ms. */
  readonly restMs?: number;
}

const usualRestMs = 150;
/** A change is made anew in what another program has written meanwhile; one that writes more often than this is not done. */
const mostTries = 5;

/** Keeps in force what the user's layout file says, and writes into it what the user changes on the page. */
export class LayoutFile implements Disposable {
  private readonly inForce = new Observable<LayoutInForce | undefined>(undefined);
  private readonly parts = new DisposableStore();
  private rest: NodeJS.Timeout | undefined;
  /** Reading and writing, one after the other. */
  private queue: Promise<void>;
  private text: string | undefined;
  private isOver = false;

  constructor(private readonly options: LayoutFileOptions) {
    this.parts.add(
      options.disk.watch(() => {
        clearTimeout(this.rest);
        this.rest = setTimeout(() => void this.reread(), options.restMs ?? usualRestMs);
      }),
    );
    this.queue = this.read();
  }

  get layout(): Observed<LayoutInForce | undefined> {
    return this.inForce;
  }

  dispose(): void {
    this.isOver = true;
    clearTimeout(this.rest);
    this.parts.dispose();
  }

  /** Reads the file again once all before is done. Never rejects. */
  reread(): Promise<void> {
    this.queue = this.queue.then(() => this.read());
    return this.queue;
  }

  /** Writes a change into the file. Going back to the usual layout asks first. @throws Error with a sentence for people. */
  async change(change: LayoutChange): Promise<void> {
    if (change.kind === 'reset' && !(await mayReset())) return;
    const done = this.queue.then(() => this.write(change));
    // That one change failed keeps none after it from being made.
    this.queue = done.catch(() => undefined);
    await done;
  }

  /** Opens the file in an editor, with the usual layout in it where there is none. */
  async open(): Promise<void> {
    const { disk, editor, log } = this.options;
    try {
      const ensured = this.queue.then(() => this.ensure());
      this.queue = ensured.catch(() => undefined);
      await ensured;
      await editor.show();
    } catch (error) {
      const message = vscode.l10n.t(
        'The layout cannot be opened ({0}). What the dashboard shows stays as it is. Check the file {1} and who may read and write it.',
        clauseOf(error),
        disk.uri.fsPath,
      );
      log.write('error', message);
      await vscode.window.showErrorMessage(message);
    }
  }

  private async ensure(): Promise<void> {
    const { disk, readDefault } = this.options;
    // Where it is there by now, it is what shall be opened.
    if ((await disk.read()).kind === 'missing') await disk.replace(undefined, await readDefault());
  }

  private async read(): Promise<void> {
    try {
      const found = await this.options.disk.read();
      if (!this.isOver) await this.take(found);
    } catch (error) {
      await this.keep(
        vscode.l10n.t(
          'The layout cannot be read ({0}). Check the file {1}.',
          clauseOf(error),
          this.options.disk.uri.fsPath,
        ),
      );
    }
  }

  private async take(found: DiskText): Promise<void> {
    if (found.kind === 'unreadable') {
      await this.keep(vscode.l10n.t('{0} Replace it, or delete it to have the usual layout.', found.reason));
      return;
    }
    const text = found.kind === 'text' ? found.text : await this.options.readDefault();
    if (text === this.text) return;
    const { layout, problems } = parseLayout(text);
    const problem = problemOf(this.options.disk.name, problems);
    if (layout === undefined) {
      await this.keep(problem);
      return;
    }
    this.text = text;
    this.tell(layout, problem);
  }

  /** Leaves in force what was, or what is usual. */
  private async keep(problem: string | undefined): Promise<void> {
    this.text = undefined;
    const layout = this.inForce.value?.layout ?? (await this.usual());
    if (layout && !this.isOver) this.tell(layout, problem);
  }

  private async usual(): Promise<Layout | undefined> {
    const { readDefault, log } = this.options;
    try {
      return parseLayout(await readDefault()).layout;
    } catch (error) {
      log.write(
        'error',
        vscode.l10n.t('The usual layout cannot be read ({0}). Install the extension again.', clauseOf(error)),
      );
      return undefined;
    }
  }

  private tell(layout: Layout, problem: string | undefined): void {
    if (problem !== undefined && problem !== this.inForce.value?.problem) this.options.log.write('warn', problem);
    this.inForce.set({ layout, ...(problem === undefined ? {} : { problem }) });
  }

  private async write(change: LayoutChange): Promise<void> {
    for (let tries = 0; tries < mostTries; tries++) if (await this.writeInto(change)) return;
    throw new Error(
      vscode.l10n.t(
        'The layout was not changed, for another program changes the file {0} again and again. Try again when it is done.',
        this.options.disk.uri.fsPath,
      ),
    );
  }

  /** Returns whether the change is in the file, which it is not if somebody else changed the file meanwhile. */
  private async writeInto(change: LayoutChange): Promise<boolean> {
    const { disk, editor, readDefault } = this.options;
    const unsaved = editor.unsaved();
    const found = unsaved === undefined ? await this.found() : undefined;
    const before = unsaved ?? found ?? (await readDefault());
    const after = change.kind === 'reset' ? await readDefault() : changeLayoutText(before, change);
    if (after === before) return true;
    if (unsaved !== undefined) {
      await editor.replace(after);
      tellSaved(disk.name);
    } else if (!(await this.replace(found, after))) return false;
    if (!this.isOver) await this.take({ kind: 'text', text: after });
    return true;
  }

  /** @throws Error for people. */
  private async replace(before: string | undefined, after: string): Promise<boolean> {
    const { disk } = this.options;
    try {
      return await disk.replace(before, after);
    } catch (error) {
      throw new Error(
        vscode.l10n.t(
          'The layout was not changed, for its file could not be written ({0}). Check the file {1} and who may write it.',
          clauseOf(error),
          disk.uri.fsPath,
        ),
      );
    }
  }

  /** The text of the file; undefined where there is none. @throws Error for people where it cannot be read. */
  private async found(): Promise<string | undefined> {
    const { disk } = this.options;
    const found = await disk.read();
    if (found.kind === 'unreadable')
      throw new Error(
        vscode.l10n.t('{0} So the layout was not changed. Replace the file, or delete it.', found.reason),
      );
    return found.kind === 'text' ? found.text : undefined;
  }
}

function problemOf(name: string, problems: readonly LayoutProblem[]): string | undefined {
  const errors = problems.filter(({ weight }) => weight === 'error');
  const [first] = errors;
  if (first === undefined) return undefined;
  const { l10n } = vscode;
  const more = errors.length === 1 ? '' : ` ${l10n.t('And {0} more.', errors.length - 1)}`;
  return `${l10n.t('{0}, line {1}: {2}', name, first.line, first.message)}${more} ${l10n.t('Correct the file and save it.')}`;
}

/** Nobody asked for what was typed to be saved, and half of a thought may be in force now. */
function tellSaved(name: string): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0} had changes in the editor that were not saved. They were saved with the one that you made on the dashboard. Undo in the editor takes back one after the other.',
      name,
    ),
  );
}

async function mayReset(): Promise<boolean> {
  const { l10n } = vscode;
  const reset = l10n.t('Reset Layout');
  const detail = l10n.t(
    'What you changed in the layout, comments included, is replaced by the layout that Wirthforge Monitor comes with.',
  );
  const pressed = await vscode.window.showWarningMessage(
    l10n.t('Go back to the usual layout?'),
    { modal: true, detail },
    reset,
  );
  return pressed === reset;
}
