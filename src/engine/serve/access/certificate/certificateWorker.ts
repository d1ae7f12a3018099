import { isIP } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { generate } from 'selfsigned';
import type { CertificateOrder, MadeCertificate } from './certificateOrder';

/** A thread that makes one certificate and ends: its library takes long to load, and keys take long to find. */
const { names, notBefore, notAfter } = workerData as CertificateOrder;

void generate([{ name: 'commonName', value: 'Wirthforge Monitor on this machine' }], {
  keyType: 'ec',
  curve: 'P-256',
  algorithm: 'sha256',
  notBeforeDate: new Date(notBefore),
  notAfterDate: new Date(notAfter),
  extensions: [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      altNames: names.map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name })),
    },
  ],
}).then((made) => {
  const message: MadeCertificate = { cert: made.cert, key: made.private };
  parentPort?.postMessage(message);
});
