import * as v from 'valibot';
import { visualizations, type Visualization } from '../../src/protocol/layout/layout';
import type { Link } from '../shared/link';

const schema = v.object({ visualization: v.fallback(v.picklist(visualizations), 'ribbons_particles') });

/** What the user chose on the energy page; it survives a reload. */
export class EnergyState {
  private chosen: Visualization;

  constructor(private readonly link: Link) {
    const saved = v.safeParse(schema, link.loadState());
    this.chosen = saved.success ? saved.output.visualization : 'ribbons_particles';
  }

  get visualization(): Visualization {
    return this.chosen;
  }

  set visualization(visualization: Visualization) {
    this.chosen = visualization;
    this.link.saveState({ visualization });
  }
}
