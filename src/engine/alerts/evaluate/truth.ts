/** Whether something holds, in the order in which `all` takes the least and `any` the greatest. */
export const fails = 0;
/** There is no data to tell. */
export const unknown = 1;
export const holds = 2;
export type Truth = typeof fails | typeof unknown | typeof holds;

export function not(truth: Truth): Truth {
  return (holds - truth) as Truth;
}
