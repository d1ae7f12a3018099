import '../shared/l10nStart';
import { vscodeLink } from '../shared/vscodeLink';
import { OverviewPage } from './overviewPage';

new OverviewPage(document.querySelector<HTMLElement>('main#app')!, vscodeLink()).start();
