import * as l10n from '@vscode/l10n';
import { uncertaintyCaveat } from '../../shared/models/uncertainty';
import type { TableColumn, TableRow } from '../../shared/table';
import type { Account } from '../readings/account';
import type { DomainFigures } from '../readings/domainFigures';
import type { ModelFigures } from '../readings/modelFigures';
import { qualityText } from './qualityText';

const figure = (title: string, about?: string): TableColumn => ({
  title,
  isFigure: true,
  ...(about === undefined ? {} : { about }),
});
const word = (title: string): TableColumn => ({ title, isFigure: false });

export const accountColumns = (): TableColumn[] => [
  word(l10n.t('Where it goes')),
  figure(l10n.t('Power now')),
  figure(l10n.t('Energy so far')),
];

/** All that is measured, what models are charged with, and the rest. */
export function accountRows({ total, models, rest }: Account): TableRow[] {
  const row = (key: string, name: string, { power, energy }: Account['total']): TableRow => ({
    key,
    cells: [name, power, energy],
  });
  return [
    row('total', l10n.t('In all'), total),
    row('models', l10n.t('Models, above idle'), models),
    row('rest', l10n.t('No model'), rest),
  ];
}

export const domainColumns = (): TableColumn[] => [
  word(l10n.t('Part')),
  figure(l10n.t('Power now')),
  figure(l10n.t('Energy so far')),
  word(l10n.t('How it is known')),
];

export function domainRows(parts: readonly DomainFigures[]): TableRow[] {
  return parts.map(({ domain, name, power, energy, known }) => ({ key: domain, cells: [name, power, energy, known] }));
}

export const modelColumns = (): TableColumn[] => [
  word(l10n.t('Model')),
  figure(l10n.t('Speed'), l10n.t('Tokens generated per second, all requests together.')),
  figure(l10n.t('Uncertainty a token'), uncertaintyCaveat),
  figure(l10n.t('Power now'), l10n.t('Above idle: its share of the energy of the last two seconds, of the power now.')),
  figure(l10n.t('Energy so far'), l10n.t('Above idle, since the monitor first saw the model.')),
  figure(l10n.t('J per token'), l10n.t('Energy above idle for each token that it generated of late.')),
  word(l10n.t('How it is known')),
];

export function modelRows(models: readonly ModelFigures[]): TableRow[] {
  return models.map((model) => {
    const { key, name, speed, uncertainty, power, energy, perToken } = model;
    return { key, cells: [name, speed, uncertainty, power, energy, perToken, qualityText(model)] };
  });
}
