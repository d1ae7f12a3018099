import { asArray, asCount, asText, field, parseJson } from './json';

/** A model in an OpenAI-style list. */
export interface NamedModel {
  readonly id: string;
  readonly owner: string | undefined;
  readonly contextTokens: number | undefined;
}

const mostModels = 1000;

/** The models of an OpenAI-style `/v1/models`, or undefined when the text is none. */
export function readModelNames(text: string): readonly NamedModel[] | undefined {
  const data = asArray(field(parseJson(text), 'data'));
  if (!data || data.length > mostModels) return undefined;
  const models: NamedModel[] = [];
  for (const entry of data) {
    const id = asText(field(entry, 'id'));
    if (id === undefined) return undefined;
    models.push({ id, owner: asText(field(entry, 'owned_by')), contextTokens: asCount(field(entry, 'max_model_len')) });
  }
  return models;
}
