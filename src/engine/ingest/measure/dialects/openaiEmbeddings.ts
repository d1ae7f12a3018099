import type { Dialect } from './eventFacts';
import { openaiFrame } from './openaiChat';

/** `/v1/embeddings`, `/v1/rerank` and llama-server's own forms of them: nothing is generated. */
export const openaiEmbeddings: Dialect = {
  event: openaiFrame,
  wanted: ['model', 'usage', 'error'],
  entries: [],
  body: openaiFrame,
};
