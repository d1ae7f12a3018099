import * as v from 'valibot';

/** The first thing that a server says to a page that it lets in. */
export interface TicketMessage {
  readonly ticket: string;
  /** What proves that the server knows the key of the ticket that the page showed. */
  readonly answer?: string | undefined;
  /** Where the server listens, which is not where a page looks whose port is forwarded. */
  readonly port: number;
  /** The port of the server's settings, 0 for any: the next one listens there or near. */
  readonly home: number;
}

const message = v.pipe(
  v.string(),
  v.maxLength(1000),
  v.parseJson(),
  v.object({
    type: v.literal('ticket'),
    ticket: v.pipe(v.string(), v.regex(/^[\w.-]{1,200}$/)),
    answer: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w-]{43}$/))),
    port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)),
    home: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535)),
  }),
);

/** The ticket in what came; undefined where something else did. */
export function parseTicketMessage(data: unknown): TicketMessage | undefined {
  const told = v.safeParse(message, data);
  return told.success ? told.output : undefined;
}
