import * as v from 'valibot';
import { duration } from '../../text/durations';
import { dayMs, limits, secondMs } from '../limits';
import { name, real } from '../../text/valueShapes';
import { labels, ruleId, severity, words } from './parts';

export const escalationShape = v.object({ after: duration(secondMs, dayMs), severity });
export const ruleGlob = name('the id of a rule, with * for any part', /^[A-Za-z0-9._*-]{1,128}$/);
export const inhibitionShape = v.object({
  rules: ruleGlob,
  equal: v.optional(
    v.pipe(
      v.array(name('names of labels', /^[A-Za-z0-9_.-]{1,128}$/), 'a list of names of labels'),
      v.maxLength(limits.labels, `a list of at most ${limits.labels} names of labels`),
    ),
  ),
});
const flag = v.boolean('true or false');

/** A rule. What has several forms has shapes of its own. */
export const ruleShape = v.object({
  id: ruleId,
  name: v.optional(words('text')),
  enabled: v.optional(flag),
  severity: v.optional(severity),
  category: v.optional(words('text')),
  description: v.optional(words('text')),
  conditions: v.unknown(),
  for: v.optional(duration(0, dayMs)),
  keep_firing_for: v.optional(duration(0, dayMs)),
  debounce: v.optional(
    v.object({ cooldown_ms: v.optional(real(0, dayMs)) }, 'an object such as {"cooldown_ms": 60000}'),
  ),
  escalate: v.optional(v.unknown()),
  labels: v.optional(labels),
  inhibits: v.optional(v.unknown()),
  actions: v.optional(v.unknown()),
});
