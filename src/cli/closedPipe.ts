/** Whether what went wrong is that nobody reads the output any more. */
export function isClosedPipe(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
