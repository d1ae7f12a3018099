import type { IncomingHttpHeaders } from 'node:http';
import type { Log } from '../../log';
import type { ExchangeEnd, ExchangeTap } from '../proxy/exchangeTap';
import { AnswerBody, type WantedPlaces } from './answerBody';
import { flowOf, type BodyFlow, type TakeBytes } from './bytes/decodedFlow';
import { placesOf } from './bytes/jsonPaths';
import { JsonPicker } from './bytes/jsonPicker';
import { nameIn } from './dialects/wire';
import type { Dialect } from './dialects/eventFacts';
import type { RequestRecord } from './requestRecord';

const wantedOfRequests = placesOf(['model']);

/** Reads along with one exchange, and keeps its record. */
export class MeasuredExchange implements ExchangeTap {
  private readonly request: BodyFlow | undefined;
  private answer: BodyFlow | undefined;
  private body: AnswerBody | undefined;
  private hasFaulted = false;

  constructor(
    private readonly record: RequestRecord,
    requestHeaders: IncomingHttpHeaders,
    private readonly dialect: Dialect,
    private readonly places: WantedPlaces,
    private readonly log: Log,
  ) {
    const picker = new JsonPicker(wantedOfRequests, (_, value) => {
      const name = nameIn(value);
      if (name !== undefined) record.asked(name);
    });
    const read = (chunk: Buffer): void => {
      picker.read(chunk);
    };
    // A body that cannot be decoded names no model; the answer may still do so.
    this.request = flowOf(requestHeaders['content-encoding'], this.safely(read), () => undefined);
  }

  requestData(chunk: Buffer, at: number): void {
    this.request?.take(chunk, at);
  }

  requestEnd(): void {
    const begin = (): void => {
      this.record.begin();
    };
    if (this.request) this.request.end(begin);
    else begin();
  }

  response(status: number, headers: IncomingHttpHeaders): void {
    this.record.answered(status);
    const body = new AnswerBody(headers['content-type']?.toLowerCase() ?? '', this.dialect, this.places, this.record);
    const read = this.safely((chunk, at) => {
      body.take(chunk, at);
    });
    this.body = body;
    this.answer = flowOf(headers['content-encoding'], read, () => {
      body.giveUp();
    });
  }

  responseData(chunk: Buffer, at: number): void {
    this.answer?.take(chunk, at);
  }

  ended(how: ExchangeEnd, at: number): void {
    const end = (): void => {
      this.endBody();
      this.record.end(how, at, this.body?.canTell === true);
    };
    const endAnswer = (): void => {
      if (this.answer) this.answer.end(end);
      else end();
    };
    // What the request asked for may still be being decoded.
    if (this.request) this.request.end(endAnswer);
    else endAnswer();
  }

  private endBody(): void {
    try {
      this.body?.end();
    } catch (error) {
      this.fault(error);
    }
  }

  private safely(read: TakeBytes): TakeBytes {
    return (chunk, at) => {
      if (this.hasFaulted) return;
      try {
        read(chunk, at);
      } catch (error) {
        this.fault(error);
      }
    };
  }

  /** A fault of ours in reading must end neither the record nor, where decoding brings it later, the engine. */
  private fault(error: unknown): void {
    this.hasFaulted = true;
    this.body?.giveUp();
    const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.log(
      'error',
      `A request through the proxy is passed on but not measured to its end, which is a fault of the monitor: ${fault}. Please report it.`,
    );
  }
}
