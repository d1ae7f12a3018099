import type { ModelStatus } from '../../../../protocol/status';
import { modelName } from '../parse/modelName';
import { asArray, asCount, asText, field, parseJson } from '../parse/json';

const maxModels = 256;

/** The loaded models in an answer of `/api/ps`, or undefined when it is not one. */
export function readProcessesPage(text: string): readonly ModelStatus[] | undefined {
  const page = parseJson(text);
  const listed = field(page, 'models');
  // An empty list has been written as null.
  const models = listed === null ? [] : asArray(listed);
  if (!models || models.length > maxModels) return undefined;
  const statuses = new Map<string, ModelStatus>();
  for (const model of models) {
    const name = asText(field(model, 'name')) ?? asText(field(model, 'model'));
    if (name === undefined) return undefined;
    const status = readModel(modelName(name), model);
    statuses.set(status.name, status);
  }
  return [...statuses.values()];
}

/** Ollama does not say whether a model is generating, so a loaded one is shown as idle. */
function readModel(name: string, model: unknown): ModelStatus {
  // What is given of a model in the cloud is the size of its description.
  if (isElsewhere(name, model)) return { name, state: 'idle', isElsewhere: true };
  const memoryBytes = asCount(field(model, 'size'));
  const vram = asCount(field(model, 'size_vram'));
  const contextTokens = asCount(field(model, 'context_length'));
  return {
    name,
    state: 'idle',
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(memoryBytes === undefined || memoryBytes === 0 || vram === undefined
      ? {}
      : { gpuShare: Math.min(1, vram / memoryBytes) }),
    ...(contextTokens === undefined ? {} : { contextTokens }),
  };
}

/** Ollama passes requests for such models on to another machine. */
function isElsewhere(name: string, model: unknown): boolean {
  const said = asText(field(model, 'remote_host')) ?? asText(field(model, 'remote_model')) ?? '';
  return said !== '' || /[:-]cloud$/.test(name);
}
