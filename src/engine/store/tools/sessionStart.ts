import { JobFailure } from './jobContext';

const shape = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-\d{8}$/;

/** When a session began, to the second, as its id says; 0 for what is no session's id. Milliseconds since 1970. */
export function sessionStart(session: string): number {
  const match = shape.exec(session);
  if (!match) return 0;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

export function noSession(session: string): JobFailure {
  return new JobFailure(
    `There is no session ${session} in the store: it is mistyped, or was removed. wirthforge list names those there are.`,
  );
}
