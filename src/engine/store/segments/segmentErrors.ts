/** A segment that cannot be what was written: nothing of it is to be believed. */
export class DamagedSegment extends Error {
  constructor(
    /** Name of the file. */
    readonly file: string,
    /** What is wrong with it. */
    readonly damage: string,
    options?: ErrorOptions,
  ) {
    super(`${file} is damaged: ${damage}. What it held cannot be read.`, options);
    this.name = 'DamagedSegment';
  }
}

/** A segment of a newer version of the extension: whole, but not for this version to read or change. */
export class NewerSegment extends Error {
  constructor(
    /** Name of the file. */
    readonly file: string,
    /** What in it this version does not know. */
    readonly unknown: string,
  ) {
    super(
      `${file} was written by a newer version of Wirthforge Monitor (${unknown}). It is left as it is and its time is missing here; update the extension to read it.`,
    );
    this.name = 'NewerSegment';
  }
}
