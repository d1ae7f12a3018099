import * as l10n from '@vscode/l10n';
import type { Quality } from '../../src/protocol/metric';

/** A quality as a word. */
export function qualityWord(quality: Quality): string {
  switch (quality) {
    case 'measured':
      return l10n.t('measured');
    case 'estimated':
      return l10n.t('estimated');
    case 'unavailable':
      return l10n.t('not available');
  }
}
