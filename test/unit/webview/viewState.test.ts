import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Link } from '../../../webview/shared/link';
import { ViewState } from '../../../webview/shared/viewState';

const linkWith = (saved: unknown): Link & { saved: unknown } => {
  const link = {
    isInVscode: true,
    saved,
    post: () => undefined,
    listen: () => undefined,
    loadState: () => link.saved,
    saveState: (state: unknown) => {
      link.saved = state;
    },
  };
  return link;
};

describe('ViewState', () => {
  it('comes back as it was saved', () => {
    const link = linkWith(undefined);
    const state = new ViewState(link);
    state.rangeMs = 2_592_000_000;
    state.toggle('a');
    state.toggle('b');
    state.toggle('a');
    state.scroll = 120;
    const again = new ViewState(link);
    assert.equal(again.rangeMs, 2_592_000_000);
    assert.equal(again.isHidden('a'), false);
    assert.equal(again.isHidden('b'), true);
    assert.equal(again.scroll, 120);
  });

  for (const saved of [null, 'x', 7, [], { rangeMs: 7, hidden: 'all', scroll: -4 }, { hidden: [1] }])
    it(`begins anew after a saved ${JSON.stringify(saved)}`, () => {
      const state = new ViewState(linkWith(saved));
      assert.equal(state.rangeMs, 60_000);
      assert.equal(state.scroll, 0);
    });
});
