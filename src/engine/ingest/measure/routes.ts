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
import { inputItems, messages, promptText, responsesInput, type PromptShape } from './prompt/promptShape';

export interface Route {
  readonly kind: RequestKind;
  readonly dialect: Dialect;
  /** Where its request holds what the user asks; undefined for one that asks nothing, as embeddings. */
  readonly prompt: PromptShape | undefined;
}

/** Ends of the paths that lead to a model, longer ones before those that they end with. */
const routes: readonly (readonly [end: string, kind: RequestKind, dialect: Dialect, prompt?: PromptShape])[] = [
  ['/chat/completions', 'chat', openaiChat, messages],
  ['/v1/completions', 'completion', openaiCompletion, promptText],
  ['/api/v0/completions', 'completion', openaiCompletion, promptText],
  ['/responses', 'responses', openaiResponses, responsesInput],
  ['/v1/messages', 'messages', anthropicMessages, messages],
  ['/api/generate', 'generate', ollama, promptText],
  ['/api/chat', 'chat', ollama, messages],
  ['/api/v1/chat', 'chat', lmStudioChat, inputItems],
  ['/api/embed', 'embeddings', ollamaEmbeddings],
  ['/api/embeddings', 'embeddings', ollamaEmbeddings],
  ['/completion', 'completion', llamaNative, promptText],
  ['/completions', 'completion', llamaNative, promptText],
  ['/infill', 'completion', llamaNative, promptText],
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
  return found && { kind: found[1], dialect: found[2], prompt: found[3] };
}
