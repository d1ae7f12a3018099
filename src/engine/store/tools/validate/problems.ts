import type { StoreProblem } from '../../../../protocol/storeJobs';

/** More would only repeat themselves. */
const mostProblems = 1000;

/** What is wrong with a store. */
export class Problems {
  private readonly found: StoreProblem[] = [];
  private more = 0;

  /** @param file Path inside the data folder. @param what What is wrong, what it means, what to do. */
  loss(file: string, what: string): void {
    this.add({ file, what, weight: 'loss' });
  }

  note(file: string, what: string): void {
    this.add({ file, what, weight: 'note' });
  }

  list(): readonly StoreProblem[] {
    if (this.more === 0) return this.found;
    return [
      ...this.found,
      { file: '', what: `${this.more} more problems are not listed. Mend these first.`, weight: 'loss' },
    ];
  }

  private add(problem: StoreProblem): void {
    if (this.found.length < mostProblems) this.found.push(problem);
    else this.more++;
  }
}
