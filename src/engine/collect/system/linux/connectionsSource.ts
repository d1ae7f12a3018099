import { open, type FileHandle } from 'node:fs/promises';
import type { Clock } from '../../../clock';
import type { Group } from '../../../metrics/group';
import type { Sink } from '../../collector';
import type { AwaitedSource } from '../awaitedPart';
import { fillConnections, layOutConnections, noConnections, type ConnectionCounts } from '../connectionsFrame';
import { malformedFile, Unreadable, unreadableFile } from '../unreadable';
import { surelyLastBytes } from './procFile';
import { TcpTable } from './tcpTable';

const pieceBytes = 64 * 1024;
/** After a reading that took long, rest this many times as long: on a busy server the table can cost milliseconds. */
const restFactor = 50;

/**
 * TCP connections of Linux by state. The kernel walks its whole table of sockets for it, half a millisecond and more,
 * so the files are read outside the engine's thread.
 */
export class ConnectionsSource implements AwaitedSource {
  private readonly piece = Buffer.allocUnsafeSlow(pieceBytes);
  private readonly files = new Map<string, FileHandle>();
  private restUntil = -Infinity;

  constructor(
    private readonly procNet: string,
    private readonly clock: Clock,
    sink: Sink,
    private readonly group: Group,
  ) {
    layOutConnections(sink, group);
  }

  async read(): Promise<boolean> {
    const from = this.clock.monotonic();
    if (from < this.restUntil) return false;
    const counts = noConnections();
    await this.count('tcp', counts);
    try {
      await this.count('tcp6', counts);
    } catch (error) {
      // A kernel without IPv6 has no such file, and then there is nothing to count.
      if (!(error instanceof Unreadable) || error.code !== 'ENOENT') throw error;
    }
    const until = this.clock.monotonic();
    this.restUntil = until + (until - from) * restFactor;
    fillConnections(this.group, counts);
    return true;
  }

  close(): void {
    this.restUntil = -Infinity;
    // Nothing was written, so nothing is lost if closing fails.
    for (const file of this.files.values()) file.close().catch(() => undefined);
    this.files.clear();
  }

  private async count(name: string, counts: ConnectionCounts): Promise<void> {
    const path = `${this.procNet}/${name}`;
    const table = new TcpTable(counts);
    try {
      const file = await this.open(path);
      for (let at = 0, got = -1; got !== 0; at += got) {
        got = (await file.read(this.piece, 0, pieceBytes, at)).bytesRead;
        if (!table.take(this.piece, got))
          throw malformedFile(path, 'a heading, then a slot, two addresses and a state on each line');
        if (got < surelyLastBytes) break;
      }
    } catch (error) {
      throw error instanceof Unreadable ? error : unreadableFile(path, error);
    }
    if (!table.isWhole) throw malformedFile(path, 'a heading and whole lines');
  }

  private async open(path: string): Promise<FileHandle> {
    let file = this.files.get(path);
    if (!file) this.files.set(path, (file = await open(path, 'r')));
    return file;
  }
}
