import type { ViewName } from '../../protocol/ux';

/** What the page of a view is made from; addresses are as the webview must load them. */
export interface PageParts {
  readonly view: ViewName;
  /** The only origin from which styles, images and fonts load. */
  readonly cspSource: string;
  /** Random, and new for every page; the only script with it runs. */
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  readonly language: string;
  readonly title: string;
  /** The texts of the view in the language; none: as they stand in its code. */
  readonly translations?: Readonly<Record<string, string>>;
}

/** The page of a view. It can load nothing from anywhere else and runs no script but its own. */
export function pageHtml(parts: PageParts): string {
  const { view, cspSource, nonce, script, style, language, title, translations } = parts;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `img-src ${cspSource}`,
    `font-src ${cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${attribute(style)}">
<title>${attribute(title)}</title>
</head>
<body data-view="${view}">
<main id="app"></main>
${translations ? dataBlock(translations) : ''}<script nonce="${attribute(nonce)}" src="${attribute(script)}"></script>
</body>
</html>
`;
}

/** Data in a page is not run, so no policy is about it; without `<` nothing in it can end it. */
function dataBlock(translations: Readonly<Record<string, string>>): string {
  return `<script type="application/json" id="l10n">${JSON.stringify(translations).replaceAll('<', '\\u003c')}</script>\n`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
