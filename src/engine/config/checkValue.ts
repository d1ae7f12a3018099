import * as v from 'valibot';
import { settings, type Config, type SettingKey } from '../../protocol/settings';
import { allowed } from './allowed';

/** Something in a configuration that was not taken over. */
export interface Problem {
  /** The key as it was written, with the place inside its value where there is one. */
  readonly path: string;
  /** What is wrong, what is allowed and what is used instead. */
  readonly message: string;
}

export type Checked<K extends SettingKey> = { readonly value: Config[K] } | { readonly problem: Problem };

/** @param writtenAs The name under which the value was given, where that is not the setting's key. */
export function checkValue<K extends SettingKey>(
  key: K,
  value: unknown,
  lastGood: Config[K],
  writtenAs: string = key,
): Checked<K> {
  const { schema } = settings[key];
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return { value: result.output as Config[K] };
  const issue = result.issues[0];
  const inside = v.getDotPath(issue);
  return {
    problem: {
      path: inside === null ? writtenAs : `${writtenAs}.${inside}`,
      message: `${shown(issue.input)} is not valid: ${key} takes ${allowed(schema)}. ${shown(lastGood)} is used instead.`,
    },
  };
}

/** A value in few characters, for a message. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
