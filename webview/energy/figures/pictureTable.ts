import * as l10n from '@vscode/l10n';
import { noValue } from '../../shared/format';
import type { Reading } from '../../shared/reading';
import type { TableColumn, TableRow } from '../../shared/table';
import type { Scene } from '../flow/scene';
import { ribbonName, ribbonReading } from '../picture/ribbonFacts';
import { qualityWord } from '../../shared/qualityWord';

export const pictureColumns = (): TableColumn[] => [
  { title: l10n.t('Ribbon'), isFigure: false },
  { title: l10n.t('Stands for'), isFigure: true },
  { title: l10n.t('Quality'), isFigure: false },
  { title: l10n.t('Width'), isFigure: true },
  { title: l10n.t('Speed of dots'), isFigure: true },
  { title: l10n.t('Dots on 100 px'), isFigure: true },
];

/** Every number that the picture draws, as text. @param hasDots Whether it draws dots at all. */
export function pictureRows(scene: Scene, hasDots: boolean): TableRow[] {
  return scene.ribbons.map((ribbon) => {
    const stream = hasDots ? scene.streams.find(({ key }) => `model ${key}` === ribbon.key) : undefined;
    const isKnown = ribbon.quality !== 'unavailable';
    return {
      key: ribbon.key,
      cells: [
        ribbonName(ribbon),
        ribbonReading(ribbon),
        qualityWord(ribbon.quality),
        isKnown ? pixels(ribbon.width, 'px') : without(l10n.t('It is not known, so its width says nothing.')),
        stream ? pixels(stream.speed, 'px/s') : without(),
        stream ? densityOf(stream) : without(),
      ],
    };
  });
}

function densityOf({ density, isEntropyUnknown }: Scene['streams'][number]): Reading {
  if (isEntropyUnknown)
    return without(l10n.t('Uncertainty is not available, so the density of the outlines says nothing.'));
  return pixels(density, '');
}

function pixels(value: number, unit: string): Reading {
  const digits = value >= 100 || value === 0 ? 0 : value >= 1 ? 1 : 2;
  return { quantity: { number: value.toFixed(digits), unit }, hasValue: true };
}

function without(hint?: string): Reading {
  return { quantity: { number: noValue, unit: '' }, hasValue: false, ...(hint === undefined ? {} : { hint }) };
}
