/** A command that cannot be done; its message says why, and what to do instead, for people. */
export class AlertRefusal extends Error {
  override readonly name = 'AlertRefusal';
}
