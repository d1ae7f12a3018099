import type { ModelStatus } from '../../../../protocol/status';
import { modelName } from '../parse/modelName';
import { asArray, asCount, asText, field, parseJson } from '../parse/json';

const mostModels = 1000;

/** The loaded models in an answer of `/api/v1/models`, or undefined when it is not one. */
export function readModelsV1(text: string): readonly ModelStatus[] | undefined {
  const models = asArray(field(parseJson(text), 'models'));
  if (!models || models.length > mostModels) return undefined;
  const loaded: ModelStatus[] = [];
  for (const model of models) {
    const key = asText(field(model, 'key'));
    const instances = asArray(field(model, 'loaded_instances'));
    if (key === undefined || !instances) return undefined;
    // Clients name an instance, and so do its answers.
    for (const instance of instances)
      loaded.push(
        idle(asText(field(instance, 'id')) ?? key, asCount(field(field(instance, 'config'), 'context_length'))),
      );
  }
  return distinct(loaded);
}

/** The loaded models in an answer of `/api/v0/models`, or undefined when it is not one. */
export function readModelsV0(text: string): readonly ModelStatus[] | undefined {
  const models = asArray(field(parseJson(text), 'data'));
  if (!models || models.length > mostModels) return undefined;
  const loaded: ModelStatus[] = [];
  for (const model of models) {
    const id = asText(field(model, 'id'));
    const state = asText(field(model, 'state'));
    // Other servers answer with a list of models without a state.
    if (id === undefined || state === undefined) return undefined;
    if (state === 'loaded') loaded.push(idle(id, asCount(field(model, 'loaded_context_length'))));
  }
  return distinct(loaded);
}

/** LM Studio does not say whether a model is generating, so a loaded one is shown as idle. */
function idle(id: string, contextTokens: number | undefined): ModelStatus {
  const name = modelName(id);
  return contextTokens === undefined ? { name, state: 'idle' } : { name, state: 'idle', contextTokens };
}

function distinct(models: readonly ModelStatus[]): readonly ModelStatus[] {
  return [...new Map(models.map((model) => [model.name, model])).values()];
}
