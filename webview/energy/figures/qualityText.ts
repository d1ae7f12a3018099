import * as l10n from '@vscode/l10n';
import type { Quality } from '../../../src/protocol/metric';
import type { ModelFigures } from '../readings/modelFigures';

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

/** How good a model's figures are, in one word where they are alike: `speed measured, energy estimated`. */
export function qualityText({ speedQuality, energyQuality }: ModelFigures): string {
  if (speedQuality === energyQuality) return qualityWord(speedQuality);
  return l10n.t('speed {0}, energy {1}', qualityWord(speedQuality), qualityWord(energyQuality));
}
