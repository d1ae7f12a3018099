/** What ends the program: exit code 1 for what was refused or failed, 2 for wrong usage. The message is one line. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message.replaceAll(/\s*\n\s*/g, ' '));
  }
}

/** The words on the command line make no sense. */
export function wrongUsage(message: string, verb?: string): Failure {
  const sentence = message.endsWith('.') ? message : `${message}.`;
  return new Failure(`${sentence} See wirthforge ${verb === undefined ? '' : `${verb} `}--help.`, 2);
}
