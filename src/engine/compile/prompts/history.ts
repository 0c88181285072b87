import type { Statement, StatementResult } from '../../host.ts';
import { memo, names } from '../../memo.ts';
import type { Settings } from '../../settings.ts';
import type { Census } from '../../source/census.ts';
import type { SourceDescription } from '../../source/description.ts';
import {
  call,
  column,
  equal,
  from,
  infix,
  lambda,
  number,
  text,
  type Expression,
  type Output,
  type Select,
} from '../../sql/nodes.ts';
import type { Window } from '../../window.ts';
import { measureStatement } from '../compile.ts';
import { contextOf } from '../contextof.ts';
import { rowTime, type Context } from '../context.ts';
import { filteredRows } from '../factrows.ts';
import { countOf } from '../rowcount.ts';
import { keyed, unknown, type History } from './previous.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** A version that is older than this has none before it that is known. */
const days = 14;
const mostVersions = 500;

/** The key changes with the day or hour, not the answer. */
const kept = { day: { cacheSeconds: day / 1000 }, hours: { cacheSeconds: hour / 1000 } };

/** Asks for the closed days before the windows, which are the same all day, and for the closed hours of the last one. */
export function historyStatements(
  windows: readonly Window[],
  settings: Settings,
  source: SourceDescription,
  census: Census
): Statement[] {
  const to = Math.floor(Math.max(...windows.map((window) => window.to)) / hour) * hour;
  const midnight = Math.floor(to / day) * day;
  const begin = Math.floor(Math.min(...windows.map((window) => window.from)) / day) * day - days * day;
  const about = nameOf(JSON.stringify([settings, source, census]));
  const asked = (start: number, end: number, keep: { cacheSeconds: number }): Statement[] =>
    start < end
      ? [
          made(`${about} ${start} ${end}`, () => ({
            ...historyStatement({ from: start, to: end, step: hour / 1000, delay: 0 }, settings, source, census),
            ...keep,
          })),
        ]
      : [];
  return [...asked(begin, midnight, kept.day), ...asked(midnight, to, kept.hours)];
}

const made = memo<Statement>(50);
const nameOf = names(50);

/** Reads the answers, in their order: what was first seen in an earlier one is known by that. */
export function readHistory(results: readonly (StatementResult & { ok: true })[]): History {
  const previous = new Map<string, string>();
  const main = new Map<string, string>();
  for (const { columns, rows } of results) {
    const of = (row: readonly unknown[], name: string) => String(row[columns.indexOf(name)]);
    const earlier = new Map(main);
    for (const row of rows) {
      const prompt = of(row, 'prompt');
      const key = keyed(prompt, of(row, 'version'));
      if (!previous.has(key)) {
        previous.set(key, of(row, 'previous') || (earlier.get(prompt) ?? unknown));
      }
      main.set(prompt, of(row, 'main'));
    }
  }
  return { previous: [...previous], main: [...main] };
}

function historyStatement(window: Window, settings: Settings, source: SourceDescription, census: Census): Statement {
  const context = contextOf({ source, settings, census, window });
  return measureStatement(historyOf(context), context, { fromAlert: true });
}

const seen = (place: 1 | 2 | 3): Expression => call('tupleElement', column('s'), number(place));

/** One row a version, the newest first. */
function historyOf(context: Context): Select {
  const said = (id: string): Expression => infix('!=', column(id), text(unknown));
  const hours: Select = {
    kind: 'select',
    columns: [
      ...['prompt', 'prompt_version'].map(same),
      { as: 'hour', value: call('intDiv', call('toUnixTimestamp', column(rowTime)), number(hour / 1000)) },
      { as: 'requests', value: countOf(context) },
    ],
    from: from(filteredRows(context, 'requests', ['prompt', 'prompt_version'], [], []).query),
    where: infix('AND', said('prompt'), said('prompt_version')),
    groupBy: ['prompt', 'prompt_version', 'hour'].map((name) => column(name)),
  };
  const prompts: Select = {
    kind: 'select',
    columns: [
      same('prompt'),
      {
        as: 'seen',
        // The latest hour first, and in it the version of most requests.
        value: call(
          'arrayReverseSort',
          call('groupArray', call('tuple', ...['hour', 'requests', 'prompt_version'].map((name) => column(name))))
        ),
      },
    ],
    from: from(hours),
    groupBy: [column('prompt')],
  };
  const versions: Select = {
    kind: 'select',
    columns: [
      ...['prompt', 'seen'].map(same),
      {
        as: 'version',
        value: call('arrayJoin', call('arrayDistinct', call('arrayMap', lambda(['s'], seen(3)), column('seen')))),
      },
    ],
    from: from(prompts),
  };
  const own = call('arrayFilter', lambda(['s'], equal(seen(3), column('version'))), column('seen'));
  const firsts: Select = {
    kind: 'select',
    columns: [
      ...['prompt', 'version', 'seen'].map(same),
      { as: 'first', value: call('arrayMin', call('arrayMap', lambda(['s'], seen(1)), own)) },
    ],
    from: from(versions),
  };
  const version = (of: Expression): Expression => call('tupleElement', of, number(3));
  return {
    kind: 'select',
    columns: [
      ...['prompt', 'version'].map(same),
      {
        as: 'previous',
        value: version(call('arrayFirst', lambda(['s'], infix('<', seen(1), column('first'))), column('seen'))),
      },
      { as: 'main', value: version(call('arrayElement', column('seen'), number(1))) },
    ],
    from: from(firsts),
    orderBy: [
      { by: column('first'), direction: 'DESC' },
      { by: column('prompt'), direction: 'ASC' },
      { by: column('version'), direction: 'ASC' },
    ],
    limit: mostVersions,
  };
}

const same = (name: string): Output => ({ as: name, value: column(name) });
