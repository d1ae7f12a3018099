import { cleanText } from '../../../cleanText';

const modelNameCharacters = 120;

/** A model's name as the runtime gives it; of a path only its last part, for folders say nothing to anyone else. */
export function modelName(id: string): string {
  const isPath = /^(?:[/~.]|[A-Za-z]:[\\/])/.test(id) || id.includes('\\') || id.endsWith('.gguf');
  const name = isPath ? id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf('\\')) + 1) : id;
  return cleanText(name, modelNameCharacters) || 'unnamed';
}
