/** An address of a server on this machine, without names or passwords and without a path. */
const loopbackOrigin = /\bhttps?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?\/?(?![\w@:/\\%.-])/gi;
/** Files of the system that are the same on every machine, and none that leads to another file or is named by people. */
const systemFile =
  /(?<![\w./\\~-])\/(?:proc(?!\/(?:\d|self|thread-self))|sys|dev(?!\/disk))(?:\/[\w:-]+(?:\.[\w:-]+)*)*(?![\w/\\.%@~])/g;
/** Units and numbers such as MB/s or 3/4. */
const ratio = /(?<![\w./\\~-])(?:[KMG]?B\/s|\d+\/(?:\d+|s))(?![\w/\\])/g;
/** What is left of a path, an address or a name in them, on any system. */
const isPrivate = /[\\/~@]|\b[a-z]:(?=\S)|%[0-9a-f]{2}/i;

/** Told instead of a reason that holds a path, an address or a name. */
export const hiddenReason =
  'The reason names files or addresses, which are told to those who show a token only. Ask again with one, or run "Wirthforge: Run Diagnostics" in the editor.';

/** A reason as anybody may read it: paths and addresses say who uses this machine and for what. */
export function publicReason(reason: string): string {
  const rest = reason.replace(loopbackOrigin, '').replace(systemFile, '').replace(ratio, '');
  return isPrivate.test(rest) ? hiddenReason : reason;
}
