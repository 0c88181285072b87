import { type facts } from '../catalogue/facts.ts';
import type { DimensionId } from '../catalogue/dimensions/index.ts';
import { membersColumn, rowField, rowTime, spanIds } from '../compile/context/columnnames.ts';
import { contextOf, type Context } from '../compile/context/context.ts';
import { inWindow } from '../compile/context/times.ts';
import { refuseWithoutIds } from '../compile/kinds/trace/ids.ts';
import { nanoseconds } from '../compile/kinds/trace/shown.ts';
import { hasFailed } from '../compile/kinds/trace/json.ts';
import { condition } from '../compile/measures/filters.ts';
import { canSay, canTell } from '../compile/rows/capabilities.ts';
import { factRows } from '../compile/rows/factrows.ts';
import { measureStatement } from '../compile/statement.ts';
import type { Statement } from '../host.ts';
import { readCensus } from '../lookups/censusanswers.ts';
import { ask, type Exchange } from '../lookups/exchange.ts';
import { columnsOf, countedIn } from '../lookups/rounds.ts';
import type { Filter } from '../query/model.ts';
import type { Settings } from '../settings/settings.ts';
import { spanColumns } from '../source/layouts/index.ts';
import {
  array,
  call,
  column,
  combine,
  equal,
  from,
  infix,
  lambda,
  number,
  subquery,
  table,
  text,
  type Expression,
  type Select,
} from '../sql/nodes.ts';

/** Which calls an evaluator wants. */
export interface Wanted {
  evaluator: string;
  version: string;
  filters: readonly Filter[];
  /** The environment of the judges' own calls, which are never judged. */
  judges: string;
  sample: { rate: number; by: 'conversation' | 'call' };
  /** Epoch milliseconds of when calls began, half-open. */
  window: { from: number; to: number };
  /** The table of results; null if there is none yet. */
  ledger: readonly string[] | null;
  /** Calls at most, the latest first. */
  limit: number;
}

/** Operations whose calls answer with no text. */
const withoutText = [
  'embeddings',
  'image_generation',
  'speech',
  'transcription',
  'realtime',
] as const satisfies readonly (typeof facts.requests.operations)[number][];

/** How far before its window a call's other spans may have begun, of which one was decided. */
const around = 3_600_000;

/**
 * Plans the statement that lists the calls of models that are drawn and not decided:
 *
 *   at            when it began, nanoseconds since 1970 in a text
 *   home          `<trace>:<span>` of the span that stands for it
 *   response      the id of its answer, '' if it has none
 *   failed        1 or 0
 */
export function* dueCalls(wanted: Wanted, settings: Settings, now: number): Exchange<Statement> {
  const window = { ...wanted.window, step: 60, delay: 0 };
  const source = yield* ask(columnsOf(settings));
  refuseWithoutIds({ source, spans: spanColumns(source, settings) });
  const census = yield* countedIn(source, settings, { now }, () => ({ windows: [window] }));
  const made = contextOf({ source, settings, census: readCensus(census, settings), window });
  const context: Context = { ...made, uncounted: [...new Set([...made.uncounted, wanted.judges])] };
  return measureStatement(dueRows(context, wanted), context, { fromAlert: false });
}

function dueRows(context: Context, { evaluator, version, filters, sample, ledger, window, limit }: Wanted): Select {
  const { parameters } = context;
  const own = filters.filter(({ values }) => values.length > 0);
  const dimensions = new Set<DimensionId>(own.map(({ dimension }) => dimension));
  const byConversation = sample.rate < 1 && sample.by === 'conversation' && canSay(context, 'conversation');
  const hasOperation = canSay(context, 'operation');
  const response = canTell(context, 'responseId');
  const failed = canTell(context, 'failed');
  if (byConversation) {
    dimensions.add('conversation');
  }
  if (hasOperation) {
    dimensions.add('operation');
  }
  const rows = factRows(context, 'requests', {
    dimensions: [...dimensions],
    fields: [...(response ? (['responseId'] as const) : []), ...(failed ? (['failed'] as const) : [])],
    members: true,
  });
  const unit = byConversation
    ? call(
        'if',
        infix('IN', column('conversation'), array([text(''), text('unknown')])),
        column(spanIds.home),
        column('conversation')
      )
    : column(spanIds.home);
  const decided = ledger && decidedHomes(context, ledger, { evaluator, version, since: window.from - around });
  const where = combine('AND', [
    inWindow(context, column(rowTime)),
    ...own.map((filter) => condition(context, filter)),
    ...(hasOperation ? [infix('NOT IN', column('operation'), array(withoutText.map(text)))] : []),
    ...(sample.rate < 1 ? [isDrawn(parameters.text(evaluator), unit, parameters.number(sample.rate))] : []),
    ...(decided
      ? [
          call(
            'not',
            call(
              'arrayExists',
              lambda(['m'], infix('IN', column('m'), subquery(decided))),
              call('splitByChar', text('\n'), column(membersColumn))
            )
          ),
        ]
      : []),
  ]);
  return {
    kind: 'select',
    columns: [
      { as: 'at', value: call('toString', nanoseconds(column(rowTime))) },
      { as: 'home', value: column(spanIds.home) },
      { as: 'response', value: response ? column(rowField('responseId')) : text('') },
      { as: 'failed', value: failed ? hasFailed(column(rowField('failed'))) : number(0) },
    ],
    from: from(rows),
    ...(where ? { where } : {}),
    orderBy: [
      { by: column('at'), direction: 'DESC' },
      { by: column('home'), direction: 'ASC' },
    ],
    limit,
  };
}

/**
 * Whether a call is drawn: the first 32 bits of the SHA-256 of the evaluator and the conversation or call are less than the rate's share
 * of them. A greater rate draws the same and more.
 */
function isDrawn(evaluator: Expression, unit: Expression, rate: Expression): Expression {
  const digest = call('SHA256', call('concat', evaluator, text('\n'), unit));
  const first = call('reinterpretAsUInt32', call('reverse', call('substring', digest, number(1), number(4))));
  return infix('<', first, infix('*', rate, number(2 ** 32)));
}

/** The homes of the calls of which something is decided. */
function decidedHomes(
  { parameters }: Pick<Context, 'parameters'>,
  ledger: readonly string[],
  { evaluator, version, since }: { evaluator: string; version: string; since: number }
): Select {
  return {
    kind: 'select',
    columns: [{ as: 'h', value: call('concat', column('TraceId'), text(':'), column('SpanId')) }],
    from: table(...ledger),
    where: infix(
      'AND',
      equal(column('Evaluator'), parameters.text(evaluator)),
      equal(column('Version'), parameters.text(version)),
      infix(
        '>=',
        column('Called'),
        call('fromUnixTimestamp64Milli', parameters.named('since', 'Int64', String(since)))
      ),
      infix('!=', column('Outcome'), text('pending'))
    ),
  };
}
