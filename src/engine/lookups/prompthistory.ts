import { rowTime } from '../compile/context/columnnames.ts';
import { contextOf, type Context } from '../compile/context/context.ts';
import { timesOf } from '../compile/context/times.ts';
import { filteredRows } from '../compile/measures/filteredrows.ts';
import { keyed, unknown } from '../compile/measures/previousversion.ts';
import { countOf } from '../compile/measures/rowcount.ts';
import { measureStatement } from '../compile/statement.ts';
import type { Answer, Statement } from '../host.ts';
import { memo, names } from '../memo.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census } from '../source/census.ts';
import type { SourceDescription } from '../source/description.ts';
import type { History } from '../source/history.ts';
import {
  call,
  column,
  equal,
  from,
  infix,
  lambda,
  nothing,
  number,
  same,
  text,
  type Expression,
  type Select,
} from '../sql/nodes.ts';
import type { Window } from '../window.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Days to look back; the predecessor of an older version is unknown. */
const days = 14;
const mostVersions = 500;

/** Answers are kept for a day or an hour: a new day or hour asks a new question. */
const kept = { day: { cacheSeconds: day / 1000 }, hours: { cacheSeconds: hour / 1000 } };

/** Asks for the closed days before the windows, which stay the same all day, and for the closed hours of the last day. */
export function historyStatements(
  windows: readonly Window[],
  settings: Settings,
  source: SourceDescription,
  census: Census,
  now: number
): Statement[] {
  const to = Math.floor(Math.min(now, Math.max(...windows.map((window) => window.to))) / hour) * hour;
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

/** Reads the answers, in order. A version in use throughout one of them may have begun in the previous one. */
export function readHistory(results: readonly Answer[]): History {
  const previous = new Map<string, string>();
  const main = new Map<string, string>();
  const running = new Map<string, Set<string>>();
  let until = 0;
  for (const { columns, rows } of results) {
    const of = (row: readonly unknown[], name: string) => String(row[columns.indexOf(name)]);
    const before = { previous: new Map(previous), main: new Map(main), running: new Map(running) };
    for (const row of rows) {
      running.set(of(row, 'prompt'), new Set());
    }
    for (const row of rows) {
      const prompt = of(row, 'prompt');
      const key = keyed(prompt, of(row, 'version'));
      const brought = before.running.get(prompt)?.has(key) ? before.previous.get(key) : before.main.get(prompt);
      previous.set(key, of(row, 'previous') || (brought ?? unknown));
      main.set(prompt, of(row, 'main'));
      if (Number(of(row, 'running'))) {
        running.get(prompt)?.add(key);
      }
      until = Math.max(until, Number(of(row, 'until')) * 1000);
    }
  }
  return {
    previous: [...previous],
    main: [...main],
    running: [...running.values()].flatMap((keys) => [...keys]),
    until,
  };
}

function historyStatement(window: Window, settings: Settings, source: SourceDescription, census: Census): Statement {
  const context = contextOf({ source, settings, census, window });
  return measureStatement(historyOf(context), context, { fromAlert: true });
}

const seen = (place: 1 | 2 | 3): Expression => call('tupleElement', column('s'), number(place));

/** Selects one row per version, the newest first. */
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
        // The latest hour comes first, and in it the version with the most requests.
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
  const hoursOf = (rows: Expression): Expression => call('arrayMap', lambda(['s'], seen(1)), rows);
  const own = call('arrayFilter', lambda(['s'], equal(seen(3), column('version'))), column('seen'));
  const uses: Select = {
    kind: 'select',
    columns: [
      ...['prompt', 'version', 'seen'].map(same),
      { as: 'hours', value: call('arrayDistinct', hoursOf(column('seen'))) },
      { as: 'own', value: hoursOf(own) },
    ],
    from: from(versions),
  };
  const last = call('arrayElement', column('own'), number(1));
  const upToLast = call('arrayFilter', lambda(['h'], infix('<=', column('h'), last)), column('hours'));
  const isInUse = call('has', column('own'), column('h'));
  const runs: Select = {
    kind: 'select',
    columns: [
      ...['prompt', 'version', 'seen'].map(same),
      { as: 'running', value: equal(last, call('arrayElement', column('hours'), number(1))) },
      // These are the hours with requests, from the last use back to the first hour without one.
      {
        as: 'first',
        value: call(
          'arrayMin',
          call(
            'arrayResize',
            upToLast,
            infix(
              '-',
              call('arrayFirstIndex', lambda(['h'], call('not', isInUse)), call('arrayPushBack', upToLast, number(0))),
              number(1)
            )
          )
        ),
      },
    ],
    from: from(uses),
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
      { as: 'running', value: call('toUInt8', column('running')) },
      { as: 'until', value: call('toUnixTimestamp', timesOf(context)[0]?.to ?? nothing) },
    ],
    from: from(runs),
    orderBy: [
      { by: column('first'), direction: 'DESC' },
      { by: column('prompt'), direction: 'ASC' },
      { by: column('version'), direction: 'ASC' },
    ],
    limit: mostVersions,
  };
}
