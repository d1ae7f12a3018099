import path from 'node:path';
import * as v from 'valibot';
import type { StreamRequest, ToEngine } from '../../protocol/engineLink';
import { roles } from '../../protocol/role';
import { settingKeys, settings, type Config } from '../../protocol/settings';
import { alertCommand } from '../../protocol/shapes/alertCommand';
import { historyRequest, marksRequest } from '../../protocol/shapes/pastRequests';
import { time } from '../../protocol/shapes/time';
import { uxFigures } from '../../protocol/shapes/uxFigures';
import { exportFormats, type StoreJob } from '../../protocol/storeJobs';
import { viewNames, type UxReport } from '../../protocol/ux';
import { linkId } from '../../protocol/shapes/linkId';

/** What the leader's window decides for all: its settings are in force, and its end is its own. */
type Followers = Exclude<ToEngine, { readonly type: 'configure' | 'stop' }>;

const mostPatterns = 256;
const longestRules = 4 * 1_048_576;
const secretBytes = 32;

const pattern = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
const patterns = v.pipe(v.array(pattern), v.maxLength(mostPatterns));
const passphrase = v.pipe(v.string(), v.maxLength(1024));
const secret = v.pipe(
  v.instance(Uint8Array<ArrayBufferLike>),
  v.check(({ length }) => length === secretBytes),
);
const session = v.pipe(v.string(), v.maxLength(64));
const file = v.pipe(
  v.string(),
  v.maxLength(4096),
  v.check((text) => path.isAbsolute(text) && !text.includes('\0')),
);

const stream = v.object({
  metrics: v.pipe(patterns, v.minLength(1)),
  maxHz: v.pipe(v.number(), v.minValue(0.1), v.maxValue(60)),
  historyMs: v.pipe(v.number(), v.minValue(0), v.maxValue(3_600_000)),
  activity: v.exactOptional(v.literal(true)),
}) satisfies v.GenericSchema<StreamRequest>;

const report = v.variant('kind', [
  v.object({ kind: v.literal('view'), view: v.picklist(viewNames), figures: uxFigures }),
  v.object({ kind: v.literal('viewGone'), view: v.picklist(viewNames) }),
  v.object({
    kind: v.literal('host'),
    window: v.pipe(v.string(), v.maxLength(32)),
    lagMs: v.pipe(v.number(), v.minValue(0)),
  }),
]) satisfies v.GenericSchema<UxReport>;

/** Every setting must be there, and in its bounds. */
const config = v.object(
  Object.fromEntries(settingKeys.map((key) => [key, settings[key].schema])),
) as unknown as v.GenericSchema<Config>;

const job = v.variant('kind', [
  v.object({
    ...{ kind: v.literal('export'), file, format: v.picklist(exportFormats), metrics: patterns },
    range: v.union([v.object({ session }), v.object({ from: time, to: time })]),
  }),
  v.object({ kind: v.picklist(['backup', 'restore']), file }),
  v.object({ kind: v.literal('validate') }),
  v.object({ kind: v.literal('sessions'), limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)) }),
  v.object({ kind: v.literal('replay'), session }),
  v.object({
    ...{ kind: v.literal('testAlerts'), from: time, to: time, config },
    rules: v.pipe(v.string(), v.maxLength(longestRules)),
  }),
  v.object({
    kind: v.literal('purge'),
    what: v.union([v.literal('all'), v.object({ session }), v.object({ before: time })]),
  }),
  v.object({ kind: v.literal('maintenance'), depth: v.picklist(['daily', 'weekly', 'monthly']) }),
  v.object({ kind: v.literal('setPassphrase'), passphrase }),
  v.object({ kind: v.literal('adoptSecret'), passphrase, secret }),
]) satisfies v.GenericSchema<StoreJob>;

const words = v.variant('type', [
  v.object({ type: v.picklist(['pause', 'resume']) }),
  v.object({ type: v.literal('open'), stream: linkId, request: stream }),
  v.object({ type: v.literal('close'), stream: linkId }),
  v.object({ type: v.literal('unlock'), secret }),
  v.object({ type: v.literal('history'), question: linkId, request: historyRequest }),
  v.object({ type: v.literal('marks'), question: linkId, request: marksRequest }),
  v.object({ type: v.literal('ux'), report }),
  v.object({ type: v.literal('job'), job: linkId, what: job }),
  v.object({ type: v.literal('cancelJob'), job: linkId }),
  v.object({ type: v.literal('alert'), command: alertCommand }),
  v.object({ type: v.picklist(['openLink', 'rotateToken']), question: linkId }),
  v.object({ type: v.literal('endpoint'), question: linkId, role: v.picklist(roles) }),
  v.object({ type: v.literal('focused'), at: time }),
]) satisfies v.GenericSchema<unknown, Followers>;

/** What a follower may say to an engine; undefined for everything else, such as what only a later version knows. */
export function parseFollowerWords(message: unknown): Followers | undefined {
  const result = v.safeParse(words, message);
  return result.success ? result.output : undefined;
}
