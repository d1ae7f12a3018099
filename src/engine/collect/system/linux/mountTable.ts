import { readFile } from 'node:fs/promises';
import { mostMounts, type Mount, type MountLister } from '../mount';
import { malformedFile, unreadableFile } from '../unreadable';

/** Images of discs and packages: always full, and nobody can do anything about it. */
const images = new Set(['squashfs', 'iso9660', 'udf', 'erofs', 'cramfs', 'romfs']);
/** Real file systems whose source is no device. */
const pools = new Set(['zfs', 'btrfs', 'bcachefs']);
const remote =
  /^(?:nfs4?|cifs|smb3|smbfs|9p|drvfs|virtiofs|ceph|glusterfs|lustre|afs|fuse\.(?:sshfs|s3fs|rclone|.*drive.*|glusterfs))$/;

/**
 * The real file systems of /proc/self/mounts: each once, where it was mounted first. The root counts whatever it is,
 * since in a container it is a layer of others.
 */
export function parseMountTable(text: string): readonly Mount[] {
  const sources = new Set<string>();
  const mounts = new Map<string, Mount>();
  for (const line of text.split('\n')) {
    const [source, mountedOn, type] = line.split(' ');
    if (source === undefined || mountedOn === undefined || type === undefined) continue;
    const path = unescapeOctal(mountedOn);
    // What was mounted on the same folder before is covered now.
    mounts.delete(path);
    if (sources.has(source) || !isReal(source, path, type)) continue;
    sources.add(source);
    mounts.set(path, { path, isRemote: remote.test(type) });
  }
  return [...mounts.values()].slice(0, mostMounts);
}

function isReal(source: string, path: string, type: string): boolean {
  if (path === '/' || remote.test(type) || pools.has(type)) return true;
  return source.startsWith('/dev/') && !images.has(type);
}

export const linuxMounts =
  (file: string): MountLister =>
  async () => {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw unreadableFile(file, error);
    });
    const mounts = parseMountTable(text);
    if (mounts.length === 0) throw malformedFile(file, 'a line with the root file system');
    return mounts;
  };

/** Spaces, tabs, newlines and backslashes in a path stand as three octal digits. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}
