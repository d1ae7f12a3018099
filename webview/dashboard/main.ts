import '../shared/l10nStart';
import { vscodeLink } from '../shared/vscodeLink';
import { Dashboard } from './dashboard';

new Dashboard(document.querySelector<HTMLElement>('main#app')!, vscodeLink()).start();
