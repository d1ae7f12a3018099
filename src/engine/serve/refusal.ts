/** A request that is not answered with data: a code for programs, and for people what happened and what to do. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  get body(): { readonly error: { readonly code: string; readonly message: string } } {
    return { error: { code: this.code, message: this.message } };
  }
}

/** A parameter that cannot be used. */
export function badRequest(message: string): Refusal {
  return new Refusal(400, 'bad_request', message);
}
