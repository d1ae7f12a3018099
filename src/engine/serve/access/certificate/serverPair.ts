import path from 'node:path';
import { messageOf } from '../../../../protocol/messageOf';
import type { Config } from '../../../../protocol/settings';
import { keptPair, type KeptPairOptions } from './keptPair';
import { checkedPair, type Pair } from './pair';
import { readPem } from './readPem';

export interface ServerPairOptions extends Omit<KeptPairOptions, 'folder'> {
  readonly config: Config;
  readonly dataDir: string;
}

/** With what the server proves who it is; undefined where it speaks plain HTTP. @throws Error that says what to do. */
export async function serverPair({ config, dataDir, ...options }: ServerPairOptions): Promise<Pair | undefined> {
  if (!config['server.tls.enabled']) return undefined;
  const { 'server.tls.certificate': cert, 'server.tls.key': key } = config;
  if (cert === '' && key === '') return keptPair({ ...options, folder: path.join(dataDir, 'tls') });
  if (cert === '' || key === '')
    throw new Error(
      'of the settings server.tls.certificate and server.tls.key only one is set; set both, or neither to have a certificate made',
    );
  try {
    return checkedPair(await readPem(cert), await readPem(key), options.now);
  } catch (error) {
    throw new Error(
      `the certificate ${cert} with the key ${key} cannot be used: ${messageOf(error)}. Correct the settings server.tls.certificate and server.tls.key`,
      { cause: error },
    );
  }
}
