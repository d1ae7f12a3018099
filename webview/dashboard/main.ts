import '../shared/l10nStart';
import { hostLink } from '../browser/hostLink';
import { Dashboard } from './dashboard';

new Dashboard(document.querySelector<HTMLElement>('main#app')!, hostLink('dashboard')).start();
