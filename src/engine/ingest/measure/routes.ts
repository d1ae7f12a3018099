import type { RequestKind } from '../../../protocol/requests';
import { anthropicMessages } from './dialects/anthropicMessages';
import type { Dialect } from './dialects/eventFacts';
import { llamaNative } from './dialects/llamaNative';
import { lmStudioChat } from './dialects/lmStudioChat';
import { ollama, ollamaEmbeddings } from './dialects/ollama';
import { openaiChat } from './dialects/openaiChat';
import { openaiCompletion } from './dialects/openaiCompletion';
import { openaiEmbeddings } from './dialects/openaiEmbeddings';
import { openaiResponses } from './dialects/openaiResponses';

export interface Route {
  readonly kind: RequestKind;
  readonly dialect: Dialect;
}

/** Ends of the paths that lead to a model, longer ones before those that they end with. */
const routes: readonly (readonly [end: string, kind: RequestKind, dialect: Dialect])[] = [
  ['/chat/completions', 'chat', openaiChat],
  ['/v1/completions', 'completion', openaiCompletion],
  ['/api/v0/completions', 'completion', openaiCompletion],
  ['/responses', 'responses', openaiResponses],
  ['/v1/messages', 'messages', anthropicMessages],
  ['/api/generate', 'generate', ollama],
  ['/api/chat', 'chat', ollama],
  ['/api/v1/chat', 'chat', lmStudioChat],
  ['/api/embed', 'embeddings', ollamaEmbeddings],
  ['/api/embeddings', 'embeddings', ollamaEmbeddings],
  ['/completion', 'completion', llamaNative],
  ['/completions', 'completion', llamaNative],
  ['/infill', 'completion', llamaNative],
  ['/embeddings', 'embeddings', openaiEmbeddings],
  ['/embedding', 'embeddings', openaiEmbeddings],
  ['/rerank', 'other', openaiEmbeddings],
  ['/reranking', 'other', openaiEmbeddings],
];

/**
 * What a request asks for, and how its answer is to be read; undefined where no model is asked.
 * @param path With its query. What stands before the known end, as `/upstream/MODEL`, does not matter.
 */
export function routeOf(method: string, path: string): Route | undefined {
  if (method !== 'POST') return undefined;
  const query = path.indexOf('?');
  const bare = (query < 0 ? path : path.slice(0, query)).replace(/\/$/, '');
  const found = routes.find(([end]) => bare.endsWith(end));
  return found && { kind: found[1], dialect: found[2] };
}
