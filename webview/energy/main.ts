import '../shared/l10nStart';
import { hostLink } from '../browser/hostLink';
import { EnergyPage } from './energyPage';

new EnergyPage(document.querySelector<HTMLElement>('main#app')!, hostLink('energy')).start();
