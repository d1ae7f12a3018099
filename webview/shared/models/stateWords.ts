import * as l10n from '@vscode/l10n';
import type { RequestKind, RequestState } from '../../../src/protocol/requests';
import type { ModelStatus } from '../../../src/protocol/status';

/** What a model does. */
export const modelStateWords: Readonly<Record<ModelStatus['state'], string>> = {
  idle: l10n.t('idle'),
  generating: l10n.t('generating'),
  loading: l10n.t('loading'),
};

/** How far a request has come. */
export const requestStateWords: Readonly<Record<RequestState, string>> = {
  waiting: l10n.t('waiting'),
  generating: l10n.t('generating'),
  done: l10n.t('done'),
  cancelled: l10n.t('cancelled'),
  failed: l10n.t('failed'),
  refused: l10n.t('refused'),
};

/** What a request asks for. */
export const requestKindWords: Readonly<Record<RequestKind, string>> = {
  chat: l10n.t('chat'),
  completion: l10n.t('completion'),
  responses: l10n.t('responses'),
  messages: l10n.t('messages'),
  generate: l10n.t('generate'),
  embeddings: l10n.t('embeddings'),
  other: l10n.t('other'),
};
