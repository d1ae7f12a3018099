import '../shared/l10nStart';
import { vscodeLink } from '../shared/vscodeLink';
import { EnergyPage } from './energyPage';

new EnergyPage(document.querySelector<HTMLElement>('main#app')!, vscodeLink()).start();
