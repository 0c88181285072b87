import { contextOf } from '../compile/context/context.ts';
import { hash } from '../hash.ts';
import type { Statement } from '../host.ts';
import { callsSeen } from './callsquestion.ts';
import { spansCounted } from './daycounts.ts';
import { keysSeen } from './keysquestions.ts';
import { spansSeen } from './spansquestion.ts';
import type { Question } from './question.ts';
import { closedTimes, openSlice, openTimes, sliceColumn, slicesParameter, type Slices } from './slices.ts';
import { scoresSeen } from './scorekeys.ts';
import { censusOfSpoken, type Spoken } from './spoken.ts';
import { memo, names } from '../memo.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census } from '../source/census.ts';
import type { SourceDescription } from '../source/description.ts';
import { print } from '../sql/print.ts';
import { quickAnalysis } from '../sql/settings.ts';
import type { Window } from '../window.ts';

/** Keeps answers about days and hours that are over: nothing is expected to be written to them any more. */
const closedKept = { cacheSeconds: 30 * 86_400 };

/** Asks about closed days and hours again where rows show that the census did not see all of them: spans may arrive late. */
const closedAgain = { cacheSeconds: 600, staleSeconds: closedKept.cacheSeconds };

/** Asks about the open hour every minute. A panel may get the previous answer meanwhile. */
const openKept = { cacheSeconds: 60, staleSeconds: 3600 };

/** Lets a rule wait some seconds for a younger answer, before it takes the one that is kept. */
const patience = { waitSeconds: 5 };

/** Keeps which calls are described by several spans: that changes with a deployment, and takes longest to find. */
const waysKept = { cacheSeconds: 600, staleSeconds: 3600 };

/** Who asks for a census, and when. */
export interface Asker {
  /** The clock's time, epoch milliseconds. */
  now: number;
  /**
   * Until when a rule's window reaches: what was not seen there could be taken for a finding, such as a model without a
   * price, so that a census should be as young. Undefined for whoever may see what is new a little later.
   */
  until?: number | undefined;
  /** Set by whoever found rows of what an earlier census had not seen. */
  unseen?: boolean | undefined;
  /** Set by whoever asks about the spans themselves: nothing that was stored of days will do. */
  fromSpans?: boolean | undefined;
}

/** How long what was stored of a day is good: it is written again where spans came late. */
export const storedLife = ({ unseen }: Asker): Life => ({ ...closedAgain, ...(unseen ? patience : {}) });

type Life = Pick<Statement, 'cacheSeconds' | 'staleSeconds' | 'waitSeconds'>;

/** How long what is known is good for whoever asks. */
export type Lives = Record<keyof Slices, Life>;

export function livesFor({ now, until, unseen }: Asker): Lives {
  if (unseen) {
    return { closed: { ...closedAgain, ...patience }, open: { ...openKept, cacheSeconds: 1, ...patience } };
  }
  if (until === undefined) {
    return { closed: closedKept, open: openKept };
  }
  const seen = Math.floor((now - until) / 1000);
  const open = { ...openKept, cacheSeconds: Math.max(1, Math.min(openKept.cacheSeconds, seen)), ...patience };
  return { closed: closedKept, open };
}

/**
 * Asks what the slices are written in: the same of closed ones and of the open time, answered beside each other, but for days
 * of which it is `known`. Of `scores` only where a query reads them: log records of all kinds are more than spans.
 */
export function keysStatements(
  source: SourceDescription,
  settings: Settings,
  { closed, open }: Slices,
  lives: Lives,
  { scores = false, known = [] }: { scores?: boolean; known?: readonly number[] } = {}
): Statement[] {
  const of = `${nameOf(JSON.stringify([source, settings]))} ${scores}`;
  const written: Written = {
    source,
    settings,
    census: null,
    all: scores ? [scoresSeen, keysSeen] : [keysSeen],
  };
  return [
    ...(closed.length > 0
      ? closedStatements(
          closed,
          lives.closed,
          asked(of, () => ofClosed(written)),
          known
        )
      : []),
    ...(open
      ? openStatements(
          lives.open,
          asked(`${of} ${open.from}`, () => ofOpen(written, open))
        )
      : []),
  ];
}

/**
 * Asks what the spans of slices hold and how their calls are nested, for each set of dialects that slices are written in:
 * reading two dialects takes a tenth of the text that reading all of them does, and a third of the time. Slices without gen_ai
 * spans have nothing to ask.
 */
export function spansStatements(
  source: SourceDescription,
  settings: Settings,
  { closed, open }: Slices,
  spoken: readonly Spoken[],
  lives: Lives
): Statement[] {
  return spoken.flatMap(({ slices, ...inside }) => {
    const of = `spans ${nameOf(JSON.stringify([source, settings, inside]))}`;
    const written = (): Written => ({ source, settings, census: censusOfSpoken(inside), all: [spansSeen, callsSeen] });
    const wanted = closed.filter((one) => slices.includes(one));
    return [
      ...(wanted.length > 0
        ? closedStatements(
            wanted,
            lives.closed,
            asked(of, () => ofClosed(written()))
          )
        : []),
      ...(open && slices.includes(openSlice)
        ? openStatements(
            waysKept,
            asked(`${of} ${open.from}`, () => ofOpen(written(), open))
          )
        : []),
    ];
  });
}

/** Asks for nothing but scopes and models: it takes no more memory than one slice needs, and reads each span once. */
export function modelStatements(source: SourceDescription, settings: Settings, { closed, open }: Slices): Statement[] {
  const life = { cacheSeconds: 0 };
  const written: Written = { source, settings, census: null, all: [spansSeen] };
  return [
    ...(closed.length > 0 ? closedStatements(closed, life, ofClosed(written)) : []),
    ...(open ? ofOpen(written, open) : []),
  ];
}

/** Counts the spans of days. */
export const countStatements = (
  source: SourceDescription,
  settings: Settings,
  days: readonly number[],
  life: Life
): Statement[] => closedStatements(days, life, ofClosed({ source, settings, census: null, all: [spansCounted] }));

/** Of scores nothing is `known`. */
function closedStatements(
  closed: Slices['closed'],
  life: Life,
  statements: readonly Statement[],
  known: readonly number[] = []
): Statement[] {
  return statements.flatMap((statement) => {
    const keys = statement.slices?.apart ? [...closed] : closed.filter((slice) => !known.includes(slice));
    return keys.length === 0 ? [] : [ofSlices(statement, keys, life)];
  });
}

/** The statement about these slices. */
export const ofSlices = (
  statement: Pick<Statement, 'sql' | 'params' | 'slices'>,
  keys: number[],
  life: Life
): Statement => ({
  settings: {},
  ...statement,
  ...life,
  params: { ...statement.params, [slicesParameter]: `[${keys.join(',')}]` },
  slices: { parameter: slicesParameter, column: sliceColumn, ...statement.slices, keys },
});

/** Names the statements about a closed slice, whichever it is: others have other names. */
export const nameOfStatements = (statements: readonly Statement[]): string => {
  const text = JSON.stringify(
    statements.map(({ sql, params }) => [sql, Object.entries(params).filter(([name]) => name !== slicesParameter)])
  );
  // One hash has too few digits to tell all versions of statements apart.
  return named(text, () => hash(text) + hash(`${text.length} ${text}`));
};

const named = memo<string>(50);

const openStatements = (life: Life, statements: readonly Statement[]): Statement[] =>
  statements.map((statement) => (statement.cacheSeconds === undefined ? { ...statement, ...life } : statement));

/** What statements are written of; the census is that of the calls. */
interface Written {
  source: SourceDescription;
  settings: Settings;
  census: Census | null;
  all: readonly Question[];
}

function ofClosed({ all, ...known }: Written): Statement[] {
  const context = contextOf({ ...known, window: { from: 0, to: 0, step: 60, delay: 0 } });
  return all.flatMap((question) => {
    const query = question(context, closedTimes);
    if (!query) {
      return [];
    }
    // Scores are in a table of their own: a day of spans may get them later.
    const apart = question === scoresSeen ? { apart: true as const } : {};
    const slices = { parameter: slicesParameter, column: sliceColumn, keys: [], ...apart };
    return [{ sql: print(query), params: context.parameters.values, settings: quickAnalysis, slices }];
  });
}

function ofOpen({ all, ...known }: Written, open: Window): Statement[] {
  const context = contextOf({ ...known, window: open });
  return all.flatMap((question) => {
    const query = question(context, openTimes(context, open));
    const kept = question === callsSeen ? waysKept : {};
    return query ? [{ sql: print(query), params: context.parameters.values, settings: quickAnalysis, ...kept }] : [];
  });
}

/** All queries of an hour ask the same. */
const asked = memo<readonly Statement[]>(50);
const nameOf = names(50);
