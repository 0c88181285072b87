import { dialects } from '../../source/dialects/index.ts';
import { scopeConditions } from '../../canonical/scopes.ts';
import { isSensibleTime } from '../../canonical/times.ts';
import { facts } from '../../catalogue/facts.ts';
import { rowTime } from '../../compile/context/columnnames.ts';
import { contextOf, type Context } from '../../compile/context/context.ts';
import type { Parameters } from '../../compile/context/parameters.ts';
import { hourOf } from '../../compile/context/tier.ts';
import { spanRows } from '../../compile/rows/spans.ts';
import { callsSeen } from '../../lookups/callsquestion.ts';
import { keysColumn, keysSeen, kinds } from '../../lookups/keysquestions.ts';
import type { Question } from '../../lookups/question.ts';
import { sliceColumn, type Times } from '../../lookups/slices.ts';
import { any } from '../../sql/missing.ts';
import {
  array,
  call,
  column,
  equal,
  from,
  infix,
  lambda,
  number,
  parameter,
  text,
  type Expression,
  type Query,
  type Select,
} from '../../sql/nodes.ts';
import type { Filled } from './filled.ts';
import { longest, type Premises } from './premises.ts';

/** The hours that are looked at, as numbers since 1970. */
export const dueHours = parameter('due', 'Array(Int64)');

/**
 * Why hours must stay open, as `h` and `why`: a text each, of a kind and what was found. The same questions as those of a census
 * are asked, so that what a census would have told is noticed.
 *
 *   key gen_ai.new           the engine knows the key, the statement does not read it
 *   scope some.library       a dialect claims the scope, the statement does not know it
 *   unmarked some.library    the same, of spans that are only told by their name
 *   longer 601               a request took longer than the seconds around an hour in which calls are looked for
 *   repeats some.library     log spans of the scope say what spans of an SDK below them say, too
 */
export function guardSelects(filled: Filled, premises: Premises): { selects: Select[]; parameters: Parameters } {
  const context = (census: Premises['census'] | null): Context =>
    contextOf({ ...filled, census, window: { from: 0, to: 0, step: longest, delay: 0 } });
  const anything = context(null);
  const written = { ...context(premises.census), parameters: anything.parameters };
  return {
    selects: [
      ...answered(keysSeen, anything, reasonsOfKeys(premises)),
      ...(premises.census.longestRequest < longest ? longRequests(written, premises.census.longestRequest) : []),
      ...(premises.mayRepeat ? answered(callsSeen, written, reasonsOfCalls(premises)) : []),
    ],
    parameters: anything.parameters,
  };
}

const times: Times = {
  bounds: [around(0)],
  slice: hourOf,
  isAsked: (slice) => call('has', dueHours, slice),
};

/** The time from the first hour to the end of the last, and some seconds around. */
function around(seconds: number) {
  const at = (hour: Expression, more: number) =>
    call('fromUnixTimestamp64Nano', infix('*', infix('+', infix('*', hour, number(3600)), number(more)), number(1e9)));
  return { from: at(call('arrayMin', dueHours), -seconds), to: at(call('arrayMax', dueHours), 3600 + seconds) };
}

const answered = (question: Question, context: Context, why: Expression): Select[] =>
  whys(question(context, times), column(sliceColumn), why);

function whys(query: Query | null, h: Expression, why: Expression): Select[] {
  return query
    ? [
        {
          kind: 'select',
          columns: [
            { as: 'h', value: h },
            { as: 'why', value: why },
          ],
          from: from(query),
        },
      ]
    : [];
}

/** One text of a kind for each of the values. */
const each = (kind: string, values: Expression): Expression =>
  call('arrayMap', lambda(['v'], call('concat', text(`${kind} `), column('v'))), values);

const only = (values: Expression, among: readonly string[]): Expression =>
  call('arrayFilter', lambda(['v'], call('has', texts(among), column('v'))), values);

const except = (values: Expression, known: readonly string[]): Expression =>
  call('arrayFilter', lambda(['v'], call('not', call('has', texts(known), column('v')))), values);

const texts = (values: readonly string[]): Expression => call('CAST', array(values.map(text)), text('Array(String)'));

function reasonsOfKeys({ unread, unreadTags, census }: Premises): Expression {
  const isGenAi = equal(column('kind'), number(kinds.genAi));
  const keys = column(keysColumn);
  const scope = column('scope');
  const claimed = any(dialects.flatMap(({ claims }) => scopeConditions(scope, claims.scopes)));
  const claimedScope = (condition: Expression, known: readonly string[]): Expression =>
    except(call('if', infix('AND', condition, claimed), array([scope]), texts([])), known);
  return call(
    'arrayConcat',
    each('key', call('if', isGenAi, only(keys, unread), only(keys, unreadTags))),
    each('scope', claimedScope(isGenAi, census.scopes)),
    each('unmarked', claimedScope(infix('>', column('named'), number(0)), census.bareScopes))
  );
}

const reasonsOfCalls = ({ census }: Premises): Expression =>
  each('repeats', except(column('aboveSdk'), census.aboveSdk));

/** Requests that took longer than that, which may have begun in the hour before or after: a call of the hour could be part of them. */
function longRequests(context: Context, seconds: number): Select[] {
  const raw = context.spans.seconds;
  if (!raw) {
    return [];
  }
  const rows = spanRows(context, {
    fields: ['seconds'],
    attributes: [],
    resources: [],
    operations: facts.requests.operations,
    times: [around(longest)],
  });
  // The durations alone tell that most hours have none.
  const isLong = infix('AND', infix('>', raw, number(seconds)), isSensibleTime(raw));
  const long: Select =
    rows.from.kind === 'table' && rows.prewhere
      ? { ...rows, prewhere: infix('AND', rows.prewhere, isLong) }
      : { ...rows, where: rows.where ? infix('AND', rows.where, isLong) : isLong };
  const at = hourOf(column(rowTime));
  const near = call('arrayJoin', array([-1, 0, 1].map((away) => infix('+', at, number(away)))));
  return whys(long, near, array([call('concat', text('longer '), call('toString', number(seconds)))]));
}
