import { readFile, rm, stat } from 'node:fs/promises';
import { writeAtomically } from './atomicFile';

/** Where an engine listens, for programs that look into the data folder. */
export interface Endpoints {
  readonly http: string;
  /** SHA-256 of the certificate that the server shows, where it speaks HTTPS. */
  readonly fingerprint?: string;
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

  /**
   * Says another thing than before, unless another engine has had its say since: that one leads by now, whether this
   * one knows it or not. @throws Error of the file system.
   */
  async write(endpoints: Endpoints): Promise<void> {
    const content = contentOf(endpoints);
    const found = this.written === undefined ? undefined : await this.found();
    if (found !== undefined && found !== this.written) return;
    await writeAtomically(this.file, content);
    this.written = content;
  }

  /** Whether this is what was written last. */
  says(endpoints: Endpoints): boolean {
    return this.written === contentOf(endpoints);
  }

  /** Whether somebody removed what was written, or the folder around it. @throws Error of the file system. */
  async isGone(): Promise<boolean> {
    return this.written !== undefined && (await ifThere(stat(this.file))) === undefined;
  }

  /** Removes the file unless another engine has written its own since. @throws Error of the file system. */
  async remove(): Promise<void> {
    if (this.written === undefined) return;
    const mine = this.written;
    this.written = undefined;
    if ((await this.found()) === mine) await rm(this.file, { force: true });
  }

  /** Removes the file, whoever wrote it. @throws Error of the file system. */
  async removeAny(): Promise<void> {
    this.written = undefined;
    await rm(this.file, { force: true });
  }

  private found(): Promise<string | undefined> {
    return ifThere(readFile(this.file, 'utf8'));
  }
}

function contentOf(endpoints: Endpoints): string {
  return `${JSON.stringify(endpoints)}\n`;
}

/** undefined when there is no such file. */
async function ifThere<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
