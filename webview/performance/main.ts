import '../shared/l10nStart';
import { hostLink } from '../browser/hostLink';
import { PerformancePage } from './performancePage';

new PerformancePage(document.querySelector<HTMLElement>('main#app')!, hostLink('performance')).start();
