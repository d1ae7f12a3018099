/** A mounted file system worth asking how full it is. */
export interface Mount {
  readonly path: string;
  /** Whether another machine answers for it, or may fail to. */
  readonly isRemote: boolean;
  /** Whether it may turn out not to exist, as drive letters do. */
  readonly mayBeMissing?: true;
}

/** More than this are not followed. */
export const mostMounts = 32;

/** Lists what is mounted now. Rejects with `Unreadable`. */
export type MountLister = () => Promise<readonly Mount[]>;
