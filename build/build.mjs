// @ts-check
import { ensureInstalled } from './installed.mjs';

ensureInstalled();
const { bundlePrograms } = await import('./bundle.mjs');
await bundlePrograms();
