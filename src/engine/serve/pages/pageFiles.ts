import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pagePaths, pageViews, type PageView } from '../../../protocol/feed/pagePaths';
import { pageHtml, type PageAsset } from './pageHtml';

/** One file of the pages as it is sent. */
export interface PageFile {
  readonly contentType: string;
  readonly bytes: Buffer;
  /** Whether its address changes with its content, so that a browser may keep it. */
  readonly isKept: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.png': 'image/png',
};
const digits = 16;

/** Whether there is a page or a file of one at a path, as far as that can be said without reading any. */
export function isPagePath(where: string): boolean {
  return where.startsWith('/assets/') || viewAt(where) !== undefined;
}

export function viewAt(where: string): PageView | undefined {
  return pageViews.find((view) => pagePaths[view] === where);
}

/**
 * The pages of a browser and the files that they load, by their paths. The files' paths have a digest of their content.
 * @param root The folder in which the extension is installed.
 * @throws Error of the file system.
 */
export async function readPageFiles(root: string): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  const add = async (...parts: readonly string[]): Promise<PageAsset> => {
    const name = path.join(...parts);
    const { name: base, ext } = path.parse(name);
    const bytes = await readFile(path.join(root, name));
    const digest = createHash('sha256').update(bytes).digest();
    const where = `/assets/${base}.${digest.toString('hex').slice(0, digits)}${ext}`;
    files.set(where, { contentType: types[ext] ?? 'application/octet-stream', bytes, isKept: true });
    return { where, integrity: `sha256-${digest.toString('base64')}` };
  };
  const built = (file: string): Promise<PageAsset> => add('dist', 'webview', file);
  const [icon, common] = await Promise.all([add('media', 'icon.png'), built('browser.css')]);
  for (const view of pageViews) {
    const [script, style] = await Promise.all([built(`${view}.js`), built(`${view}.css`)]);
    const html = pageHtml({ view, script, styles: [style, common], icon });
    files.set(pagePaths[view], { contentType: 'text/html; charset=utf-8', bytes: Buffer.from(html), isKept: false });
  }
  return files;
}
