import * as l10n from '@vscode/l10n';
import type { Unit } from '../../src/protocol/metric';

const words: Readonly<Record<Unit, string>> = {
  percent: l10n.t('percent'),
  bytes: l10n.t('bytes'),
  bytes_per_second: l10n.t('bytes per second'),
  milliseconds: l10n.t('milliseconds'),
  tokens: l10n.t('tokens'),
  tokens_per_second: l10n.t('tokens per second'),
  requests: l10n.t('requests'),
  per_second: l10n.t('per second'),
  connections: l10n.t('connections'),
  samples: l10n.t('samples'),
  frames: l10n.t('frames'),
  events: l10n.t('events'),
  load: l10n.t('load'),
  flag: l10n.t('flag'),
  celsius: l10n.t('celsius'),
  watts: l10n.t('watts'),
  joules: l10n.t('joules'),
  joules_per_token: l10n.t('joules per token'),
  bits: l10n.t('bits'),
  dollars: l10n.t('dollars'),
  tasks: l10n.t('tasks'),
  messages: l10n.t('messages'),
  turns: l10n.t('turns'),
  instances: l10n.t('processes'),
  calls: l10n.t('calls'),
  errors: l10n.t('errors'),
  ratio: l10n.t('ratio'),
};

/** A unit in words, for where its symbol would say too little: `bytes per second`. */
export function unitWord(unit: Unit): string {
  return words[unit];
}
