import { badRequest, Refusal } from './refusal';

/** The path of a request and its parameters, decoded. */
export interface Target {
  readonly path: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const mostCharacters = 4096;
const mostParameters = 16;

/** @throws Refusal 414 or 400 for what is too long or not well formed. */
export function parseTarget(url: string): Target {
  if (url.length > mostCharacters)
    throw new Refusal(414, 'uri_too_long', `The address is longer than ${mostCharacters} characters. Shorten it.`);
  if (!url.startsWith('/')) throw badRequest('The request target has to be a path, such as /health.');
  const queryAt = url.indexOf('?');
  if (queryAt < 0) return { path: url, parameters: new Map() };
  return { path: url.slice(0, queryAt), parameters: parseQuery(url.slice(queryAt + 1)) };
}

function parseQuery(query: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
    if (parameters.has(name)) throw badRequest('A parameter is given twice. Give each one once.');
    if (parameters.size === mostParameters) throw badRequest(`More than ${mostParameters} parameters are given.`);
    parameters.set(name, equals < 0 ? '' : decoded(pair.slice(equals + 1)));
  }
  return parameters;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError)
      throw badRequest('A parameter is not well encoded: after each % come two hex digits.');
    throw error;
  }
}
