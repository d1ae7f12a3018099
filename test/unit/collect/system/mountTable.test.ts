import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseMountTable } from '../../../../src/engine/collect/system/linux/mountTable';

const paths = (text: string): string[] => parseMountTable(text).map(({ path }) => path);

describe('/proc/self/mounts', () => {
  it('keeps real file systems and leaves pseudo ones and images out', () => {
    const text = `proc /proc proc rw,relatime 0 0
sysfs /sys sysfs rw 0 0
tmpfs /run tmpfs rw 0 0
/dev/nvme0n1p2 / ext4 rw,relatime 0 0
/dev/nvme0n1p1 /boot/efi vfat rw 0 0
/dev/loop3 /snap/core20/1 squashfs ro 0 0
overlay /var/lib/docker/overlay2/x/merged overlay rw 0 0
tank/home /home zfs rw 0 0
server:/export /mnt/share nfs4 rw 0 0
me@host:/ /mnt/host fuse.sshfs rw 0 0
`;
    assert.deepEqual(parseMountTable(text), [
      { path: '/', isRemote: false },
      { path: '/boot/efi', isRemote: false },
      { path: '/home', isRemote: false },
      { path: '/mnt/share', isRemote: true },
      { path: '/mnt/host', isRemote: true },
    ]);
  });

  it('keeps one mount of each device', () => {
    assert.deepEqual(paths('/dev/sda1 / btrfs rw 0 0\n/dev/sda1 /home btrfs rw 0 0\n/dev/sdb1 /data xfs rw 0 0\n'), [
      '/',
      '/data',
    ]);
  });

  it('keeps the root of a container, and forgets what it covers', () => {
    assert.deepEqual(paths('rootfs / rootfs rw 0 0\noverlay / overlay rw 0 0\n/dev/sda1 /etc/hosts ext4 rw 0 0\n'), [
      '/',
      '/etc/hosts',
    ]);
  });

  it('forgets a file system that a pseudo one covers', () => {
    assert.deepEqual(paths('/dev/sda1 /mnt ext4 rw 0 0\ntmpfs /mnt tmpfs rw 0 0\n'), []);
  });

  it('turns octal digits back into spaces', () => {
    assert.deepEqual(paths('/dev/sdc1 /media/my\\040disk\\134one vfat rw 0 0\n'), ['/media/my disk\\one']);
  });

  it('follows 32 at the most, and takes lines that are none', () => {
    const many = Array.from({ length: 50 }, (_, i) => `/dev/sd${i} /m${i} ext4 rw 0 0`).join('\n');
    assert.equal(paths(many).length, 32);
    assert.deepEqual(paths(''), []);
    assert.deepEqual(paths('nonsense\n/dev/sda1\n'), []);
  });
});
