/**
 * Calls back when VS Code changes the theme: it then sets classes of the body and variables of the document. So it does
 * when the system begins or ends to force colours of its own, or to prefer light ones.
 */
export function watchTheme(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
  for (const query of ['(forced-colors: active)', '(prefers-color-scheme: light)'])
    window.matchMedia(query).addEventListener('change', changed);
}

/** Whether the user asked for less motion, of the system or of VS Code. */
export function reducesMotion(): boolean {
  const isAskedOfVscode = document.body.classList.contains('vscode-reduce-motion');
  return isAskedOfVscode || window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
