import { systemClock } from '../../../src/engine/clock';
import { measuring } from '../../../src/engine/ingest/measure/measuring';
import { ModelBook } from '../../../src/engine/models/modelBook';
import { Pipeline } from '../../../src/engine/pipeline';
import { Ticker } from '../../../src/engine/ticker';
import { runProxy } from '../proxyProcess';

/** The proxy as the engine has it: everything that passes is measured and written into frames. */
const clock = systemClock;
const ticker = new Ticker(clock, (error) => {
  throw error;
});
const book = new ModelBook({
  ticker,
  clock,
  metrics: ['tokens', 'ttft', 'energy', 'entropy'],
  energyOrigin: () => undefined,
  changed: () => undefined,
});
book.start(new Pipeline(24 << 20));
const log = (level: string, message: string): void => void process.stderr.write(`${level}: ${message}\n`);

void runProxy(measuring({ sink: book, clock, vocabularyOf: () => undefined, log }));
