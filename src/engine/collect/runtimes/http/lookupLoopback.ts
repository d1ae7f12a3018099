import type { LookupFunction } from 'node:net';

/** `localhost` is what it should be whatever a hosts file or a name server says. */
export const lookupLoopback: LookupFunction = (_host, options, found) => {
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ];
  if (options.all) found(null, addresses);
  else found(null, '127.0.0.1', 4);
};
