import type { ExchangeTap } from '../../../src/engine/ingest/proxy/exchangeTap';
import { runProxy } from '../proxyProcess';

/** The proxy with a tap that looks at nothing: the cost of passing on. */
const idle: ExchangeTap = {
  requestData: () => undefined,
  requestEnd: () => undefined,
  response: () => undefined,
  responseData: () => undefined,
  ended: () => undefined,
};

void runProxy(() => idle);
