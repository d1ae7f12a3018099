import type { Theme } from '../../../src/protocol/layout/layout';
import { lineColours, readColour, solid, type LineColour } from '../../shared/palette';
import { palettes, type BasePalette } from './themePalettes';
import { themeVariables } from './themeVariables';

/** Gives the page the colours of the layout's theme, and takes them back where it follows the editor. */
export class LayoutTheme {
  private theme: Theme | undefined;
  private written: Readonly<Record<string, string>> = {};

  show(theme: Theme): void {
    this.theme = theme;
    this.apply();
  }

  /** Call when the editor's theme may have changed; does nothing where that changes nothing. */
  apply(): void {
    const { theme } = this;
    if (!theme) return;
    // Who needs high contrast gets it, whatever a file says.
    const wanted = needsContrast() ? {} : themeVariables(theme, editorPalette());
    const { style } = document.documentElement;
    // The page watches this style; writing what is there already would wake it for nothing, and this again.
    for (const name of Object.keys(this.written)) if (!(name in wanted)) style.removeProperty(name);
    for (const [name, value] of Object.entries(wanted))
      if (this.written[name] !== value || style.getPropertyValue(name) !== value) style.setProperty(name, value);
    this.written = wanted;
  }
}

function needsContrast(): boolean {
  const isOfEditor = document.body.matches('.vscode-high-contrast, .vscode-high-contrast-light');
  return isOfEditor || window.matchMedia('(forced-colors: active)').matches;
}

/** Read from the editor's own variables, since ours may be those that were written here. */
function editorPalette(): BasePalette {
  const { dark } = palettes;
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string, fallback: string): string => readColour(style, `--vscode-${name}`) ?? fallback;
  const lines = lineColours.map((line) => [line, solid(colour(`charts-${line}`, dark.lines[line]))]);
  return {
    background: colour('editor-background', dark.background),
    surface: colour('sideBar-background', dark.surface),
    text: colour('foreground', dark.text),
    muted: colour('descriptionForeground', dark.muted),
    primary: colour('button-background', dark.primary),
    lines: Object.fromEntries(lines) as Record<LineColour, string>,
  };
}
