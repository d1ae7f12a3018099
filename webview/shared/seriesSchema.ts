import * as v from 'valibot';
import { units } from '../../src/protocol/metric';
import { text } from './schemaParts';

export const unit = v.picklist(units);

export const labels = v.pipe(
  v.record(text(64), text(1024)),
  v.check((record) => Object.keys(record).length <= 16),
);
