import type { ThemeName } from '../../../src/protocol/layout/layout';
import type { LineColour } from '../../shared/palette';

/** The colours from which all others of a theme follow, each as `#rrggbb`. */
export interface BasePalette {
  readonly background: string;
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly primary: string;
  readonly lines: Readonly<Record<LineColour, string>>;
}

/** The palettes of the themes that do not follow the editor. The dark one is that of a browser's page. */
export const palettes: Readonly<Record<Exclude<ThemeName, 'vscode'>, BasePalette>> = {
  dark: {
    background: '#1a1a1a',
    surface: '#2d2d2d',
    text: '#e4e4e4',
    muted: '#a8a8a8',
    primary: '#00ff88',
    lines: {
      blue: '#4fb4ff',
      orange: '#ffaa00',
      green: '#00ff88',
      purple: '#c58fff',
      yellow: '#ffe066',
      red: '#ff4444',
    },
  },
  light: {
    background: '#f4f4f4',
    surface: '#ffffff',
    text: '#1f1f1f',
    muted: '#595959',
    primary: '#00713d',
    lines: {
      blue: '#0062c4',
      orange: '#9a5b00',
      green: '#00713d',
      purple: '#7a35b5',
      yellow: '#7a5d00',
      red: '#c4161c',
    },
  },
};
