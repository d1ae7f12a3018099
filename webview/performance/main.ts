import '../shared/l10nStart';
import { vscodeLink } from '../shared/vscodeLink';
import { PerformancePage } from './performancePage';

new PerformancePage(document.querySelector<HTMLElement>('main#app')!, vscodeLink()).start();
