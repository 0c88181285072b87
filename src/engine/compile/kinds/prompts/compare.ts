import { comparables, lowerIsBetter } from '../../../catalogue/comparisons.ts';
import { isUntold } from '../../../catalogue/measures/evaluations.ts';
import type { SpanRowFieldId } from '../../../catalogue/rowfields.ts';
import type { Compiled } from '../../compiled.ts';
import { rowField } from '../../context/columnnames.ts';
import type { Context } from '../../context/context.ts';
import { hasEvaluations } from '../../evaluations/evaluationrows.ts';
import { orNothing, statisticNames, statistics, summary, summaryNames, verdict } from './statistics.ts';
import { filtersOf } from '../refuse.ts';
import { tableColumn } from '../../tablecolumns.ts';
import { filteredRows } from '../../measures/filteredrows.ts';
import { canTell } from '../../rows/capabilities.ts';
import { weights } from '../../rows/weights.ts';
import { UserError } from '../../../errors.ts';
import type { Request } from '../../../host.ts';
import { sameVersions, scoresNotCompared } from '../../../messages.ts';
import type { Filter, PromptCompareQuery } from '../../../query/model.ts';
import {
  array,
  call,
  column,
  combine,
  equal,
  from,
  infix,
  nothing,
  number,
  over,
  same,
  text,
  type Expression,
  type Query,
  type Select,
} from '../../../sql/nodes.ts';

const defaultMinimum = 30;

/** The columns of a comparison row: names, whether lower is better, whether it is a share, its position, its summary. */
const rowNames = ['measure', 'unit', 'lower', 'share', 'place', ...summaryNames] as const;

/**
 * Compares version `b` of a prompt with version `a`, in one row per measure.
 *
 *   requests of either version   one row with a summary of each measure, unfolded into rows
 *   scores of either version     grouped by evaluation: scores and passes
 *     │ 1. united
 *     │ 2. statistics            difference, interval and probability
 *     │ 3. verdicts              better or worse, by the measure's direction, if the difference is significant
 *
 * A version is judged only by its own calls: their scores count whenever they were given. A score that names no call, such
 * as Langfuse's of a trace, counts at the time it was given.
 *
 * Rows count once, whatever their sampling weight, because it is the sample that is tested.
 */
export function promptComparison(context: Context, query: PromptCompareQuery, request: Request): Compiled {
  if (query.a === query.b) {
    throw new UserError(sameVersions(query.a), 'query');
  }
  const own: Filter[] = [
    { dimension: 'prompt', operator: 'in', values: [query.prompt] },
    { dimension: 'prompt_version', operator: 'in', values: [query.a, query.b] },
  ];
  const filters = [...filtersOf(query, request, 'requests'), ...own];
  const scored = hasEvaluations(context);
  const branches = [
    ofRequests(context, query, filters),
    ...(scored ? [ofScores({ ...context, scoresBySpan: true }, query, filters)] : []),
  ];
  return {
    select: judged(branches, query.minimum ?? defaultMinimum),
    facts: scored ? ['requests', 'evaluations'] : ['requests'],
    frame,
    notices: scored ? [] : [{ severity: 'info', text: scoresNotCompared() }],
  };
}

function judged(branches: readonly Select[], minimum: number): Select {
  const told = ['measure', 'unit', 'lower', 'place'];
  const known: Select = {
    kind: 'select',
    columns: [
      ...told.map((name) => ({ as: name, value: column('s', name) })),
      ...Object.entries(statistics(column('s', 'share'))).map(([as, value]) => ({ as, value })),
    ],
    from: { kind: 'query', query: { kind: 'union', all: branches }, as: 's' },
    where: infix('>', infix('+', column('s', 'n_a'), column('s', 'n_b')), number(0)),
  };
  const withVerdict: Select = {
    kind: 'select',
    columns: [...[...told, ...statisticNames].map(same), { as: 'verdict', value: verdict(minimum, column('lower')) }],
    from: from(known),
  };
  return {
    kind: 'select',
    columns: [
      ...['measure', 'unit'].map(same),
      ...statisticNames.map((name) => ({ as: name, value: orNothing(name, column('j', name)) })),
      same('verdict'),
    ],
    from: { kind: 'query', query: withVerdict, as: 'j' },
    orderBy: ['place', 'measure'].map((name) => ({ by: column('j', name), direction: 'ASC' })),
  };
}

const isVersion = (context: Context, version: string): Expression =>
  equal(column('prompt_version'), context.parameters.text(version));

const flag = (value: boolean | Expression): Expression =>
  call('toUInt8', typeof value === 'boolean' ? number(value ? 1 : 0) : value);

const summaryOf = (...asked: Parameters<typeof summary>): Expression => {
  const made = summary(...asked);
  return call('tuple', ...summaryNames.map((name) => made[name]));
};

/** Unfolds an array of tuples into rows with the columns `rowNames`. */
function asRows(whole: Select, rows: Expression): Select {
  const of = (index: number): Expression => call('tupleElement', column('_row'), number(index));
  const first = rowNames.length - summaryNames.length;
  return {
    kind: 'select',
    columns: rowNames.map((name, index) => ({
      as: name,
      value: index < first ? of(index + 1) : call('tupleElement', of(first + 1), number(index - first + 1)),
    })),
    from: { kind: 'query', query: whole, as: 'w' },
    arrayJoin: [{ as: '_row', value: rows }],
  };
}

function ofRequests(context: Context, { b }: PromptCompareQuery, filters: readonly Filter[]): Select {
  const told = comparables.filter(({ uses }) => uses.every((name) => canTell(context, name)));
  const fields = [...new Set(told.flatMap(({ uses }) => uses))];
  const rows = filteredRows(context, 'requests', [], filters, fields);
  const field = (name: SpanRowFieldId | 'counted'): Expression => column(rowField(name));
  const whole: Select = {
    kind: 'select',
    columns: told.map(({ of, value }, index) => ({
      as: `_${index}`,
      value: summaryOf(of, value(field), isVersion(context, b)),
    })),
    from: from(rows.query),
    ...(weights(context).includes('counted') ? { where: equal(field('counted'), number(1)) } : {}),
  };
  const labelled = told.map(({ title, unit, better, of }, index) =>
    call(
      'tuple',
      ...[text(title), text(unit), flag(better === 'lower'), flag(of === 'share')],
      ...[call('toUInt16', number(index)), column('w', `_${index}`)]
    )
  );
  return asRows(whole, array(labelled));
}

/** Selects two rows per evaluation: its scores, and the share that passed. */
function ofScores(context: Context, query: PromptCompareQuery, filters: readonly Filter[]): Select {
  const named: Filter[] =
    query.evaluations && query.evaluations.length > 0
      ? [{ dimension: 'evaluation', operator: 'in', values: query.evaluations }]
      : [];
  const fields = ['score', 'passed', 'scoreLabel'] as const;
  const rows = filteredRows(context, 'evaluations', ['evaluation'], [...filters, ...named], fields);
  const isB = isVersion(context, query.b);
  const whole: Select = {
    kind: 'select',
    columns: [
      same('evaluation'),
      { as: '_scores', value: summaryOf('mean', column(rowField('score')), isB) },
      { as: '_passes', value: summaryOf('share', column(rowField('passed')), isB) },
    ],
    from: from(onlyTold(rows)),
    groupBy: [column('evaluation')],
  };
  const name = column('w', 'evaluation');
  const isLower =
    combine('OR', [
      call('match', name, text(lowerIsBetter)),
      ...(query.lowerIsBetter?.length ? [infix('IN', name, context.parameters.list(query.lowerIsBetter))] : []),
    ]) ?? number(0);
  const row = (title: string, unit: string, lower: Expression, share: boolean, of: string): Expression =>
    call(
      'tuple',
      ...[call('concat', text(`${title} (`), name, text(')')), text(unit), lower, flag(share)],
      ...[call('toUInt16', number(comparables.length)), column('w', of)]
    );
  return asRows(
    whole,
    array([
      row('Score', 'none', flag(isLower), false, '_scores'),
      row('Passed', 'percentunit', flag(false), true, '_passes'),
    ])
  );
}

/** Forgets what passed in evaluations with a label that says neither. */
function onlyTold({ query, columns }: { query: Query; columns: string[] }): Select {
  const [passed, label] = [column('r', rowField('passed')), column('r', rowField('scoreLabel'))];
  const untold = over(call('max', isUntold(passed, label)), [column('r', 'evaluation')], []);
  return {
    kind: 'select',
    columns: columns.map((name) => ({
      as: name,
      value: name === rowField('passed') ? call('if', equal(untold, number(1)), nothing, passed) : column('r', name),
    })),
    from: { kind: 'query', query, as: 'r' },
  };
}

const frame = {
  type: 'table',
  preferredVisualisation: 'table',
  columns: [
    tableColumn('measure', 'Measure'),
    tableColumn('unit', 'Unit'),
    tableColumn('n_a', 'Values, A'),
    tableColumn('n_b', 'Values, B'),
    tableColumn('mean_a', 'A'),
    tableColumn('mean_b', 'B'),
    tableColumn('difference', 'B − A'),
    tableColumn('low', '95% CI from'),
    tableColumn('high', '95% CI to'),
    tableColumn('p_value', 'p'),
    tableColumn('verdict', 'Verdict'),
  ],
} satisfies Compiled['frame'];
