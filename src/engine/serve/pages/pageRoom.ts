import path from 'node:path';
import type { Notice } from '../../../protocol/alerts';
import type { PageView } from '../../../protocol/feed/pagePaths';
import type { Role } from '../../../protocol/role';
import type { ToView } from '../../../protocol/viewLink';
import type { Stoppable, Ticker } from '../../ticker';
import { LayoutReader } from './layoutReader';
import { readPageFiles, type PageFile } from './pageFiles';
import type { PageSources } from './pageSources';
import { ServedPage } from './servedPage';

export interface PageRoomOptions {
  /** The folder in which the extension is installed. */
  readonly root: string;
  readonly dataDir: string;
  readonly ticker: Pick<Ticker, 'every'>;
  readonly sources: Omit<PageSources, 'layout'>;
}

/** How often it is looked whether the layout was changed while a page shows it, ms. */
const lookMs = 1000;

/** The pages that are open in browsers, and the files that they are made of. Without any, nothing happens here. */
export class PageRoom {
  private readonly pages = new Set<ServedPage>();
  private readonly layout: LayoutReader;
  private read: Promise<ReadonlyMap<string, PageFile>> | undefined;
  private looking: Stoppable | undefined;

  constructor(private readonly options: PageRoomOptions) {
    const { dataDir, root } = options;
    this.layout = new LayoutReader(path.join(dataDir, 'layout.json'), path.join(root, 'media', 'layout.default.json'));
  }

  /** Pages that are connected. */
  get size(): number {
    return this.pages.size;
  }

  /** What is at a path; undefined where there is nothing. @throws Error when the files of the extension are gone. */
  async file(where: string): Promise<PageFile | undefined> {
    this.read ??= readPageFiles(this.options.root);
    try {
      return (await this.read).get(where);
    } catch (error) {
      this.read = undefined;
      throw error;
    }
  }

  join(view: PageView, role: Role, send: (message: ToView) => void): ServedPage {
    const sources: PageSources = { ...this.options.sources, layout: () => this.layout.current };
    const page = new ServedPage({ view, role, sources, send });
    this.pages.add(page);
    this.looking ??= this.options.ticker.every(lookMs, () => void this.look());
    void this.look();
    return page;
  }

  leave(page: ServedPage): void {
    page.end();
    this.pages.delete(page);
    if (this.pages.size > 0) return;
    this.looking?.stop();
    this.looking = undefined;
  }

  /** Call when the status is another one. */
  statusChanged(): void {
    for (const page of this.pages) page.tellStatus();
  }

  /** Call when alerts stand otherwise, or settings about them. */
  alertsChanged(): void {
    for (const page of this.pages) page.tellAlerts();
  }

  notice(notice: Notice): void {
    for (const page of this.pages) page.tell({ type: 'notice', notice });
  }

  private async look(): Promise<void> {
    if (await this.layout.look()) for (const page of this.pages) page.tellLayout();
  }
}
