import type { PageView } from '../../../protocol/feed/pagePaths';

/** A file that a page loads from this server. */
export interface PageAsset {
  readonly where: string;
  /**
   * The digest of its content, as browsers compare it. What they keep for this address may be from another program that
   * listened on the port while the monitor did not.
   */
  readonly integrity: string;
}

/** What the page of a view in a browser is made from. */
export interface PageParts {
  readonly view: PageView;
  readonly script: PageAsset;
  readonly styles: readonly PageAsset[];
  readonly icon: PageAsset;
}

export const pageTitles: Readonly<Record<PageView, string>> = {
  dashboard: 'Wirthforge Monitor',
  energy: 'Wirthforge Energy',
  performance: 'Wirthforge Performance',
};

/** The page of a view. What it may load says the header that goes with it. */
export function pageHtml({ view, script, styles, icon }: PageParts): string {
  const links = styles
    .map(({ where, integrity }) => `<link rel="stylesheet" href="${where}" integrity="${integrity}">`)
    .join('\n');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark">
<link rel="icon" href="${icon.where}">
${links}
<title>${pageTitles[view]}</title>
</head>
<body data-view="${view}">
<main id="app"></main>
<script src="${script.where}" integrity="${script.integrity}"></script>
</body>
</html>
`;
}

/** Says to a person why the page does not open. */
export function refusedHtml(reason: string): string {
  const text = reason.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Wirthforge Monitor</title></head>
<body>
<h1>This page opens with a link</h1>
<p>${text}</p>
<p>In VS Code, run the command <b>Wirthforge: Open in Browser</b>. It makes a link that opens this page once, within 60 s.
After that this browser stays let in for 12 h.</p>
</body>
</html>
`;
}
