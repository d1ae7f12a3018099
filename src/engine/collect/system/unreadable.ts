/** Something that figures come from cannot be read. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';

  /**
   * @param happened One sentence: what was met where.
   * @param next One sentence: what people can do about it.
   * @param code The system's own code for it, such as ENOENT.
   */
  constructor(
    readonly happened: string,
    readonly next: string,
    readonly code?: string,
  ) {
    super(`${happened} ${next}`);
  }
}

/** A file that the system did not let us open or read. */
export function unreadableFile(path: string, error: unknown): Unreadable {
  const code = codeOf(error);
  return new Unreadable(`${path} cannot be read (${code}).`, nextStep(code), code);
}

/** A file that holds something else than this monitor knows how to read. */
export function malformedFile(path: string, expected: string): Unreadable {
  return new Unreadable(
    `${path} does not hold what was expected (${expected}).`,
    'If it stays that way, please report it together with the version of the operating system.',
  );
}

export function codeOf(error: unknown): string {
  if (error instanceof Error) return (error as NodeJS.ErrnoException).code ?? error.message;
  return String(error);
}

function nextStep(code: string): string {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'Check that it is mounted, and that no container hides it.';
    case 'EACCES':
    case 'EPERM':
      return 'Give the user who runs the monitor permission to read it.';
    case 'EMFILE':
    case 'ENFILE':
      return 'Raise the limit of open files (ulimit -n).';
    default:
      return 'If it stays that way, please report it together with the version of the operating system.';
  }
}
