import { nanoseconds, type Window } from '../window.ts';

/** A statement with its parameters, of which `instants` move with the window. */
interface Parameterized {
  sql: string;
  params: Readonly<Record<string, string>>;
  instants: readonly string[];
  window: Pick<Window, 'from' | 'to'>;
}

const parameter = /\{(\w+):((?:[^{}'])+)\}/g;
/** Strings and quoted identifiers, which the engine prints with backslashes for quotes, and parameters outside of them. */
const parts = /'(?:[^'\\]|\\[\s\S])*'|`(?:[^`\\]|\\[\s\S])*`|\{\w+:[^{}']+\}/g;

/**
 * Writes a statement of the engine as SQL that somebody may go on with: without parameters, and with macros for the time range.
 * Lists come first, because they may be read several times.
 */
export function standaloneSql({ sql, params, instants, window }: Parameterized): string {
  const lists = new Map<string, string>();
  const body = sql.replace(parts, (part, at: number) => {
    const [, name = '', type = ''] = new RegExp(parameter.source).exec(part.startsWith('{') ? part : '') ?? [];
    const value = params[name];
    if (value === undefined) {
      return part;
    }
    if (instants.includes(name)) {
      return instant(name, value, window);
    }
    if (type.startsWith('Array(')) {
      // `x IN name` would read a table of that name.
      if (/\bIN $/.test(sql.slice(Math.max(0, at - 4), at))) {
        return `CAST(${value}, '${type}')`;
      }
      lists.set(name, `CAST(${value}, '${type}') AS ${name}`);
      return name;
    }
    const literal = `'${value.replace(/'/g, "\\'")}'`;
    return type === 'String' ? literal : `CAST(${literal}, '${type}')`;
  });
  const all = [...lists.values()].join(',\n  ');
  return all === ''
    ? body
    : `WITH\n  ${all}${body.startsWith('WITH ') ? `, ${body.slice('WITH '.length)}` : `\n${body}`}`;
}

/** An instant as the engine passes it, in nanoseconds, by its distance from an end of the time range. */
function instant(name: string, value: string, window: Parameterized['window']): string {
  const isEnd = name.startsWith('to');
  const end = nanoseconds(window[isEnd ? 'to' : 'from']);
  const milliseconds = (Number(value.slice(0, -6)) || 0) - (Number(end.slice(0, -6)) || 0);
  const moved = isEnd ? 'toUnixTimestamp64Nano($__toTime_ms)' : 'toUnixTimestamp64Nano($__fromTime_ms)';
  return milliseconds === 0 ? moved : `(${moved} ${milliseconds < 0 ? '-' : '+'} ${Math.abs(milliseconds)}000000)`;
}
