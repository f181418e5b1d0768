import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IMAGE_BYTES = 1024 ** 3;
/** In memory where the system has such a folder: the first initialisation makes a thousand fsyncs. */
const IMAGES = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
/**
 * ext4's "shutdown" with EXT4_GOING_FLAGS_NOLOGFLUSH (include/uapi/linux/ext4.h): from that moment nothing that lies in the
 * page cache or in the journal's memory reaches the disk any more, as when the power goes. Node has no ioctl.
 */
const CUT_POWER = `
  open(my $folder, '<', $ARGV[0]) or die "$ARGV[0]: $!";
  ioctl($folder, 0x8004587D, my $how = pack('L', 2)) or die "shutdown of $ARGV[0]: $!";
`;

/** A file system of its own, in an image file, whose power can be cut: only what was made durable is there afterwards. */
export interface VolatileDisk {
  /** Where it is mounted. */
  path: string;
  /** Stops all writing at once, what is on its way included. */
  cutPower: () => void;
  /** Mounts again what is on the disk; nobody may have a file of it open. */
  restorePower: () => void;
  remove: () => void;
}

/** Why no disk can be made here, in words; null where one can. */
export function noDiskBecause(): string | null {
  if (process.getuid?.() !== 0) return 'mounting needs root';
  if (!existsSync('/dev/loop-control')) return 'this system has no loop devices';
  return null;
}

/** @throws Error of the command that failed, where {@link noDiskBecause} did not foresee it */
export function makeVolatileDisk(): VolatileDisk {
  const folder = mkdtempSync(join(IMAGES, 'havenwacht-disk-'));
  const image = join(folder, 'image');
  const path = join(folder, 'mounted');
  const run = (command: string, ...given: string[]) => execFileSync(command, given);
  const mount = () => run('mount', '-o', 'loop', image, path);
  const unmount = () => run('umount', path);
  writeFileSync(image, '');
  truncateSync(image, IMAGE_BYTES);
  mkdirSync(path);
  run('mkfs.ext4', '-q', '-F', image);
  mount();
  return {
    path,
    cutPower: () => run('perl', '-e', CUT_POWER, path),
    restorePower: () => {
      unmount();
      mount();
    },
    remove: () => {
      unmount();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
