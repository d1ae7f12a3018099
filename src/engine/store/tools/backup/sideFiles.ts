import { keyFileName } from '../../encryption/keyFile';

/**
 * Files of the data folder besides journals and segments that go into a backup and come back with it. The token and the
 * addresses of the running monitor never do: they are this start's, and a secret.
 */
export const sideFiles = [
  'alert-rules.json',
  'layout.json',
  'prices.json',
  'consent.json',
  // Without the wrapped key nothing of an encrypted store could be read again.
  keyFileName,
] as const;

export const mostSideBytes = 16 * 1024 * 1024;
