import * as l10n from '@vscode/l10n';
import { qualityWord } from '../../shared/qualityWord';
import type { ModelFigures } from '../readings/modelFigures';

/** How good a model's figures are, in one word where they are alike: `speed measured, energy estimated`. */
export function qualityText({ speedQuality, energyQuality }: ModelFigures): string {
  if (speedQuality === energyQuality) return qualityWord(speedQuality);
  return l10n.t('speed {0}, energy {1}', qualityWord(speedQuality), qualityWord(energyQuality));
}
