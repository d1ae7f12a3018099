import * as v from 'valibot';
import type { Unit } from '../../src/protocol/metric';
import { text } from './schemaParts';

const units = {
  percent: true,
  bytes: true,
  bytes_per_second: true,
  milliseconds: true,
  tokens: true,
  tokens_per_second: true,
  requests: true,
  per_second: true,
  connections: true,
  samples: true,
  frames: true,
  events: true,
  load: true,
  flag: true,
  celsius: true,
  watts: true,
  joules: true,
  joules_per_token: true,
  bits: true,
  dollars: true,
  tasks: true,
  messages: true,
  turns: true,
  instances: true,
  calls: true,
  errors: true,
  ratio: true,
} satisfies Record<Unit, true>;

export const unit = v.custom<Unit>((value) => typeof value === 'string' && Object.hasOwn(units, value));

export const labels = v.pipe(
  v.record(text(64), text(1024)),
  v.check((record) => Object.keys(record).length <= 16),
);
