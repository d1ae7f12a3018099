import type { Adapter } from './adapter';
import type { LoopbackClient } from './http/loopbackClient';

type Client = Pick<LoopbackClient, 'get'>;

/** A client that asks servers behind a runtime themselves, where its adapter knows them. */
export function routed(client: Client, adapter: Pick<Adapter, 'route'>): Client {
  if (!adapter.route) return client;
  return {
    get: (address, path) => {
      const route = adapter.route?.(path);
      return route ? client.get(route.address, route.path) : client.get(address, path);
    },
  };
}
