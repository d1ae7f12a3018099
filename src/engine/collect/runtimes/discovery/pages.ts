import { readModelsV0, readModelsV1 } from '../lmstudio/loadedModels';
import { asArray, asText, field, parseJson } from '../parse/json';

/** Whether a page of metrics is vLLM's own: a line of it begins with its prefix, as no prose does. */
export function isVllmPage(text: string): boolean {
  return /^(?:# (?:HELP|TYPE) )?vllm:[a-z]/m.test(text);
}

/** Whether a text is SGLang's answer to `/get_model_info`. */
export function isSglangInfo(text: string): boolean {
  const info = parseJson(text);
  return asText(field(info, 'model_path')) !== undefined && typeof field(info, 'is_generation') === 'boolean';
}

/** Whether a text is LM Studio's list of models. An empty one could be anyone's. */
export function isLmStudioPage(text: string): boolean {
  const page = parseJson(text);
  const listed = asArray(field(page, 'models')) ?? asArray(field(page, 'data')) ?? [];
  return listed.length > 0 && (readModelsV1(text) ?? readModelsV0(text)) !== undefined;
}
