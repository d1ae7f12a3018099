import { cleanText } from '../../../cleanText';
import { modelName } from '../parse/modelName';
import { asArray, asCount, asText, field, parseJson } from '../parse/json';

/** What `/props` of a llama-server says about itself. */
export interface Props {
  readonly version: string | undefined;
  /** Whether it serves several models, each under its own name. */
  readonly isRouter: boolean;
  readonly isSleeping: boolean;
  readonly model: string | undefined;
  readonly contextTokens: number | undefined;
  /** Undefined where the build does not say. */
  readonly hasMetrics: boolean | undefined;
  readonly hasSlots: boolean | undefined;
}

export interface ListedModel {
  /** As the runtime wants to be asked for it. */
  readonly id: string;
  readonly name: string;
  readonly state: 'loaded' | 'loading' | 'unloaded';
  readonly contextTokens: number | undefined;
  readonly vocabularyTokens: number | undefined;
}

const maxModels = 1000;
const versionCharacters = 64;

/** Undefined when the text is not the `/props` of a llama-server. */
export function readProps(text: string): Props | undefined {
  const page = parseJson(text);
  const build = asText(field(page, 'build_info'));
  const settings = field(page, 'default_generation_settings');
  // Builds of 2024 have no `build_info`, but no other server has these settings.
  if (build === undefined && settings === undefined) return undefined;
  const path = asText(field(page, 'model_path'));
  return {
    version: build === undefined ? undefined : cleanText(build, versionCharacters),
    isRouter: field(page, 'role') === 'router',
    isSleeping: field(page, 'is_sleeping') === true,
    model: path === undefined ? undefined : modelName(path),
    contextTokens: asCount(field(settings, 'n_ctx')),
    hasMetrics: asFlag(field(page, 'endpoint_metrics')),
    hasSlots: asFlag(field(page, 'endpoint_slots')),
  };
}

/** Undefined when the text is not the `/v1/models` of a llama-server. */
export function readModelList(text: string): readonly ListedModel[] | undefined {
  const data = asArray(field(parseJson(text), 'data'));
  if (!data || data.length > maxModels) return undefined;
  const models: ListedModel[] = [];
  for (const entry of data) {
    const id = asText(field(entry, 'id'));
    if (id === undefined || field(entry, 'owned_by') !== 'llamacpp') return undefined;
    const state = asText(field(field(entry, 'status'), 'value'));
    models.push({
      id,
      name: modelName(id),
      // Only routers give a state; a server of one model has it loaded.
      state: state === undefined || state === 'loaded' ? 'loaded' : state === 'loading' ? 'loading' : 'unloaded',
      contextTokens: asCount(field(field(entry, 'meta'), 'n_ctx')),
      vocabularyTokens: vocabularyOf(field(entry, 'meta')),
    });
  }
  return models;
}

/** A model that knows no tokens did not say how many it knows. */
function vocabularyOf(meta: unknown): number | undefined {
  const tokens = asCount(field(meta, 'n_vocab'));
  return tokens === 0 ? undefined : tokens;
}

const asFlag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
