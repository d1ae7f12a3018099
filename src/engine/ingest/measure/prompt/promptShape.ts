import { placesOf, type JsonPlace } from '../bytes/jsonPaths';

/** Where a kind of request holds what its user asks. */
export interface PromptShape {
  /** Of the model's name, roles and texts; every other path is that of a text. */
  readonly places: JsonPlace;
  /** A message, of which the last one of the user counts; undefined where all texts are the user's. */
  readonly message: JsonPlace | undefined;
}

export const modelPath = 'model';

/** Of requests that ask nothing. */
export const modelOnly: PromptShape = { places: placesOf([modelPath]), message: undefined };

/** Chats of every kind: content is a text or a list of parts, of which some are text. */
export const messages = withMessages('messages');

/** `/v1/responses`: a text, or a list of messages among other items. */
export const responsesInput = withMessages('input', 'input');

/** LM Studio's `/api/v1/chat`: a text, or a list of what the user says and shows. */
export const inputItems: PromptShape = {
  places: placesOf([modelPath, 'input', 'input[].content']),
  message: undefined,
};

/** Completions: a text, a list of texts and tokens, or llama-server's object with a text. */
export const promptText: PromptShape = {
  places: placesOf([modelPath, 'prompt', 'prompt[]', 'prompt.prompt_string', 'prompt[].prompt_string']),
  message: undefined,
};

function withMessages(key: string, ...others: readonly string[]): PromptShape {
  const item = `${key}[]`;
  const paths = [`${item}.role`, `${item}.content`, `${item}.content[].text`];
  const places = placesOf([modelPath, ...others, ...paths]);
  return { places, message: places.keys.get(key)?.item };
}
