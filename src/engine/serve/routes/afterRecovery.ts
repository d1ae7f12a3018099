import type { Route } from './table';

/** A route about what an earlier engine left too: it waits until that is known. */
export function afterRecovery(answer: Route['answer']): Route['answer'] {
  return (parameters, sources, accept, role) => {
    const { recovery } = sources;
    if (recovery.isOver) return answer(parameters, sources, accept, role);
    return {
      later: async (gone) => {
        await recovery.over(gone);
        const given = answer(parameters, sources, accept, role);
        return 'later' in given ? given.later(gone) : given;
      },
    };
  };
}
