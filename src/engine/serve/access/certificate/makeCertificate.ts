import { Worker } from 'node:worker_threads';
import type { CertificateOrder, MadeCertificate } from './certificateOrder';

const mostMs = 30_000;

/**
 * Has a thread make a certificate.
 * @param workerFile Its bundled entry.
 * @throws Error when it fails, or takes longer than 30 s.
 */
export async function makeCertificate(workerFile: string, order: CertificateOrder): Promise<MadeCertificate> {
  const worker = new Worker(workerFile, { workerData: order, name: 'wirthforge-certificate' });
  let limit: NodeJS.Timeout | undefined;
  try {
    return await new Promise<MadeCertificate>((resolve, reject) => {
      limit = setTimeout(() => {
        reject(new Error(`making a certificate took longer than ${mostMs / 1000} s`));
      }, mostMs);
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => {
        reject(new Error('the thread that makes certificates ended without one'));
      });
    });
  } finally {
    clearTimeout(limit);
    await worker.terminate();
  }
}
