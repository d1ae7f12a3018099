import { readFile, rm } from 'node:fs/promises';
import { writeAtomically } from './atomicFile';

/** Where an engine listens, for programs that look into the data folder. */
export interface Endpoints {
  readonly http: string;
  /** Base URL of the measuring proxy, where it listens. */
  readonly proxy?: string;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** The file `endpoints.json` of a data folder. */
export class EndpointsFile {
  private written: string | undefined;

  constructor(private readonly file: string) {}

  /** @throws Error of the file system. */
  async write(endpoints: Endpoints): Promise<void> {
    const content = `${JSON.stringify(endpoints)}\n`;
    await writeAtomically(this.file, content);
    this.written = content;
  }

  /** Removes the file unless another engine has written its own since. @throws Error of the file system. */
  async remove(): Promise<void> {
    if (this.written === undefined) return;
    const mine = this.written;
    this.written = undefined;
    const now = await readFile(this.file, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    });
    if (now === mine) await rm(this.file, { force: true });
  }
}
