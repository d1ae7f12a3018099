import type * as v from 'valibot';

/** The parts of a schema that say what it takes; which of them a schema has follows from its type. */
interface Shape {
  readonly type: string;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown; readonly description?: string }[];
  readonly options?: readonly string[];
  readonly item?: Shape;
  readonly entries?: Readonly<Record<string, Shape>>;
}

/** What a setting takes, as it ends the sentence "it takes …". */
export function allowed(schema: v.GenericSchema): string {
  return describe(schema);
}

function describe(shape: Shape): string {
  switch (shape.type) {
    case 'boolean':
      return 'true or false';
    case 'number':
      return numbers(shape);
    case 'picklist':
      return `one of ${(shape.options ?? []).join(', ')}`;
    case 'array':
      return lists(shape);
    case 'strict_object':
      return `objects of ${members(shape)}`;
    default:
      return texts(shape);
  }
}

function numbers(shape: Shape): string {
  const kind = has(shape, 'integer') ? 'a whole number' : 'a number';
  return `${kind} from ${limit(shape, 'min_value')} to ${limit(shape, 'max_value')}`;
}

function lists(shape: Shape): string {
  const most = has(shape, 'max_length') ? ` of at most ${limit(shape, 'max_length')}` : '';
  return `a list${most}, each ${shape.item ? describe(shape.item) : 'anything'}`;
}

function members(shape: Shape): string {
  return Object.entries(shape.entries ?? {})
    .map(([name, member]) => `${name} (${describe(member)})`)
    .join(', ');
}

function texts(shape: Shape): string {
  const said = shape.pipe?.find((action) => action.type === 'description')?.description;
  if (said !== undefined) return said;
  const most = has(shape, 'max_length') ? ` of at most ${limit(shape, 'max_length')} characters` : '';
  const form = has(shape, 'regex') ? ` like ${limit(shape, 'regex')}` : '';
  return `a text${most}${form}`;
}

function has(shape: Shape, type: string): boolean {
  return shape.pipe?.some((action) => action.type === type) ?? false;
}

function limit(shape: Shape, type: string): string {
  return String(shape.pipe?.find((action) => action.type === type)?.requirement);
}
