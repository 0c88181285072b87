import type { FrameField, JsonFrame } from '../../plugin/messages.ts';
import { inUnit } from './units.ts';

/** A field's display options, by Grafana's names. */
interface Look {
  unit?: string;
  decimals?: number;
  displayName?: string;
  noValue?: string;
  'custom.hidden'?: boolean;
}

export interface FieldConfig {
  defaults: Look;
  overrides: { matcher: { id: string; options?: string }; properties: { id: string; value?: unknown }[] }[];
}

/** A column of an answer, with the panel's display options. */
export interface Column {
  /** The column's name in the answer; `name` is its title. */
  id: string;
  name: string;
  type: string;
  values: readonly unknown[];
  text(value: unknown): string;
}

/** Returns the columns of a frame that a panel shows. */
export function columnsOf({ schema, data }: JsonFrame, config: FieldConfig): Column[] {
  return schema.fields.flatMap((field, index) => {
    const look = lookOf(field, config);
    return look['custom.hidden'] ? [] : [columnOf(field, look, data.values[index] ?? [])];
  });
}

function columnOf(field: FrameField, look: Look, values: readonly unknown[]): Column {
  const { name, type } = field;
  return {
    id: name,
    // `${__data.fields[0]}` names each row after its first field, which the drawing of rows does anyway.
    name: look.displayName?.startsWith('$') ? shownName(field) : (look.displayName ?? shownName(field)),
    type,
    values,
    text: (value) => (type === 'time' && typeof value === 'number' ? moment(value) : textOf(value, look)),
  };
}

const shownName = ({ name, config }: FrameField) => config?.displayNameFromDS ?? name;

/** Merges the options of the data source, the panel and its overrides, in this order; later ones win. */
function lookOf(field: FrameField, { defaults, overrides }: FieldConfig): Look {
  const own = overrides
    .filter(({ matcher }) => matches(field, matcher))
    .flatMap(({ properties }) => properties.map(({ id, value }) => [id, value]));
  return { ...field.config, ...defaults, ...Object.fromEntries(own) };
}

function matches(field: FrameField, { id, options = '' }: { id: string; options?: string }): boolean {
  switch (id) {
    case 'byName':
      return shownName(field) === options;
    case 'byType':
      return field.type === options;
    case 'byRegexp':
      return new RegExp(options.replace(/^\/|\/$/g, '')).test(shownName(field));
    default:
      return false;
  }
}

function textOf(value: unknown, { unit, decimals, noValue = '-' }: Look): string {
  if (value === null || value === undefined || value === '') {
    return noValue;
  }
  return typeof value === 'number' ? inUnit(value, unit, decimals) : String(value);
}

/** Formats a time in this machine's time zone: `14:05:09`. */
const moment = (time: number) => new Date(time).toTimeString().slice(0, 8);
