/** A question about the past that could be answered if it were smaller. The message says what to ask instead. */
export class HistoryRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HistoryRefusal';
  }
}
