/** Whether samples, of which there are some, are all 0. */
export function isAllZero({ min, max }: { readonly min: number; readonly max: number }): boolean {
  return min === 0 && max === 0;
}
