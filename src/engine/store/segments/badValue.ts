/** Something in a segment that cannot have been written: which, in words that follow "is damaged:". */
export class BadValue extends Error {
  override readonly name = 'BadValue';
}

/** A word that a newer version may have written. */
export class UnknownWord extends Error {
  override readonly name = 'UnknownWord';
}
