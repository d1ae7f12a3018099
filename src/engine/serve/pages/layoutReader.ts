import { readFile, stat } from 'node:fs/promises';
import type { Layout } from '../../../protocol/layout/layout';
import { layoutLimits } from '../../../protocol/layout/limits';
import { parseLayout } from '../../../protocol/layout/parseLayout';
import { clauseOf } from '../../../protocol/messageOf';

/** What the dashboard shows. `problem`: why the file is not in force as it is written, for people. */
export interface LayoutInForce {
  readonly layout: Layout;
  readonly problem?: string;
}

/** Reads the layout of the data folder for pages that only show it: who edits it is the editor. */
export class LayoutReader {
  private stamp: string | undefined;
  private inForce: LayoutInForce | undefined;

  /** @param defaults The layout that is in force while there is no file. */
  constructor(
    private readonly file: string,
    private readonly defaults: string,
  ) {}

  get current(): LayoutInForce | undefined {
    return this.inForce;
  }

  /** Reads the file if it is another one than before. Never rejects. @returns Whether there is something else to show. */
  async look(): Promise<boolean> {
    const before = this.inForce;
    try {
      const found = await this.changed();
      if (found !== undefined) await this.take(found);
    } catch (error) {
      // It is another file once it can be read, whatever its stamp says.
      this.stamp = undefined;
      await this.keep(
        `The layout cannot be read (${clauseOf(error)}). What was read before is shown. Check ${this.file}.`,
      );
    }
    return this.inForce !== before;
  }

  /** The text to show from now on; undefined where it is the same. @throws Error when it cannot be read. */
  private async changed(): Promise<string | undefined> {
    const { file, defaults } = this;
    const found = await stat(file).catch(unlessMissing);
    if (found && !found.isFile()) throw new Error('it is not a file');
    if (found && found.size > layoutLimits.text) throw new Error('it is larger than 1 MiB');
    const stamp = found ? `${found.ino} ${found.size} ${found.mtimeMs}` : 'none';
    if (stamp === this.stamp) return undefined;
    const text = await readFile(found ? file : defaults, 'utf8');
    this.stamp = stamp;
    return text;
  }

  private async take(text: string): Promise<void> {
    const { layout, problems } = parseLayout(text);
    const first = problems.find(({ weight }) => weight === 'error');
    const problem = first && `layout.json, line ${first.line}: ${first.message} Correct the file and save it.`;
    if (layout) this.inForce = { layout, ...(problem === undefined ? {} : { problem }) };
    else await this.keep(problem ?? 'layout.json holds no layout. Correct the file and save it.');
  }

  /** Where nothing was read before there is the usual layout; a page without any panel would not even say what is wrong. */
  private async keep(problem: string): Promise<void> {
    if (this.inForce?.problem === problem) return;
    const layout = this.inForce?.layout ?? (await this.usual());
    if (layout) this.inForce = { layout, problem };
  }

  private async usual(): Promise<Layout | undefined> {
    try {
      return parseLayout(await readFile(this.defaults, 'utf8')).layout;
    } catch {
      // Without the files of the extension there is no page either, whose answer says so.
      return undefined;
    }
  }
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
