import { comparables, lowerIsBetter } from '../../catalogue/comparisons.ts';
import { UserError } from '../../errors.ts';
import type { ColumnPlan, Request } from '../../host.ts';
import { sameVersions, scoresNotCompared } from '../../messages.ts';
import type { Filter, PromptCompareQuery } from '../../query/model.ts';
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
  text,
  type Expression,
  type Output,
  type Select,
} from '../../sql/nodes.ts';
import type { Compiled } from '../compile.ts';
import { rowField, type Context } from '../context.ts';
import { hasEvaluations } from '../evaluations/rows.ts';
import { filteredRows } from '../factrows.ts';
import { weights } from '../rows.ts';
import { filtersOf } from './refuse.ts';
import { compared, statisticNames, verdict, type Statistics } from './statistics.ts';

const defaultMinimum = 30;

/** Measures in the order of the table: of requests, then of every evaluation its scores and its passes. */
const place = '_place';
const lower = '_lower';
const shownNames = ['measure', 'unit', ...statisticNames] as const;

/**
 * One row a measure: how version `b` of a prompt differs from version `a`.
 *
 *   requests of either version   one row of aggregates a measure each, turned into rows
 *   scores of either version     grouped by evaluation: mean score, share that passed
 *     │ united
 *   verdicts                     better or worse, by the measure's direction and where the difference is significant
 *
 * Rows count once, whatever a sampler says that they stand for: it is the sample that is tested.
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
  const branches = [ofRequests(context, query, filters), ...(scored ? [ofScores(context, query, filters)] : [])];
  const enough = query.minimum ?? defaultMinimum;
  const judged: Select = {
    kind: 'select',
    columns: [
      ...shownNames.map((name) => ({ as: name, value: column('row', name) })),
      { as: 'verdict', value: verdict(enough, column('row', lower)) },
      { as: place, value: column('row', place) },
    ],
    from: { kind: 'query', query: { kind: 'union', all: branches }, as: 'row' },
    where: infix('>', infix('+', column('row', 'n_a'), column('row', 'n_b')), number(0)),
  };
  return {
    select: withoutGuesses(judged),
    facts: scored ? ['requests', 'evaluations'] : ['requests'],
    frame,
    notices: scored ? [] : [{ severity: 'info', text: scoresNotCompared() }],
  };
}

/** Of too few values nothing is said but how many they are. */
function withoutGuesses(judged: Select): Select {
  const few = equal(column('verdict'), text('not enough data'));
  const said = (name: string): Expression =>
    ['difference', 'low', 'high', 'p_value'].includes(name)
      ? call('if', few, nothing, column('j', name))
      : column('j', name);
  return {
    kind: 'select',
    columns: [...shownNames, 'verdict'].map((name) => ({ as: name, value: said(name) })),
    from: { kind: 'query', query: judged, as: 'j' },
    orderBy: [
      { by: column('j', place), direction: 'ASC' },
      { by: column('measure'), direction: 'ASC' },
    ],
  };
}

const isVersion = (context: Context, version: string): Expression =>
  equal(column('prompt_version'), context.parameters.text(version));

/** A row a measure, from one row with a tuple each. */
function ofRequests(context: Context, { b }: PromptCompareQuery, filters: readonly Filter[]): Select {
  const fields = [...new Set(comparables.flatMap(({ uses }) => uses))];
  const rows = filteredRows(context, 'requests', [], filters, fields);
  const field = (name: string): Expression => column(rowField(name));
  const whole: Select = {
    kind: 'select',
    columns: comparables.map(({ of, value }, index) => ({
      as: `_${index}`,
      value: asTuple(compared(of, value(field), isVersion(context, b))),
    })),
    from: from(rows.query),
    ...(weights(context).includes('counted') ? { where: equal(field('counted'), number(1)) } : {}),
  };
  const labelled = comparables.map(({ title, unit, better }, index) =>
    call(
      'tuple',
      text(title),
      text(unit),
      call('toUInt8', number(better === 'lower' ? 1 : 0)),
      call('toUInt16', number(index)),
      column('w', `_${index}`)
    )
  );
  const of = (index: number): Expression => call('tupleElement', column('_row'), number(index));
  return {
    kind: 'select',
    columns: [
      { as: 'measure', value: of(1) },
      { as: 'unit', value: of(2) },
      { as: lower, value: of(3) },
      { as: place, value: of(4) },
      ...statisticNames.map((name, index) => ({
        as: name,
        value: call('tupleElement', of(5), number(index + 1)),
      })),
    ],
    from: { kind: 'query', query: whole, as: 'w' },
    arrayJoin: [{ as: '_row', value: array(labelled) }],
  };
}

const nullable = (value: Expression): Expression => call('CAST', value, text('Nullable(Float64)'));

const asTuple = (statistics: Statistics): Expression =>
  call('tuple', ...statisticNames.map((name) => nullable(statistics[name])));

/** Two rows an evaluation: its scores, and the share that passed. */
function ofScores(context: Context, query: PromptCompareQuery, filters: readonly Filter[]): Select {
  const named: Filter[] =
    query.evaluations && query.evaluations.length > 0
      ? [{ dimension: 'evaluation', operator: 'in', values: query.evaluations }]
      : [];
  const rows = filteredRows(context, 'evaluations', ['evaluation'], [...filters, ...named], ['score', 'passed']);
  const isB = isVersion(context, query.b);
  const whole: Select = {
    kind: 'select',
    columns: [
      { as: 'evaluation', value: column('evaluation') },
      { as: '_score', value: asTuple(compared('mean', column(rowField('score')), isB)) },
      { as: '_passed', value: asTuple(compared('share', column(rowField('passed')), isB)) },
    ],
    from: from(rows.query),
    groupBy: [column('evaluation')],
  };
  const name = column('w', 'evaluation');
  const isLower =
    combine('OR', [
      call('match', name, text(lowerIsBetter)),
      ...(query.lowerIsBetter?.length ? [infix('IN', name, context.parameters.list(query.lowerIsBetter))] : []),
    ]) ?? number(0);
  const kinds = [
    { title: 'Score', unit: 'none', lower: call('toUInt8', isLower), from: column('w', '_score') },
    { title: 'Passed', unit: 'percentunit', lower: call('toUInt8', number(0)), from: column('w', '_passed') },
  ];
  const of = (index: number): Expression => call('tupleElement', column('_row'), number(index));
  const outputs: Output[] = [
    { as: 'measure', value: call('concat', of(1), text(' ('), name, text(')')) },
    { as: 'unit', value: of(2) },
    { as: lower, value: of(3) },
    { as: place, value: call('toUInt16', number(comparables.length)) },
    ...statisticNames.map((statistic, index) => ({
      as: statistic,
      value: call('tupleElement', of(4), number(index + 1)),
    })),
  ];
  return {
    kind: 'select',
    columns: outputs,
    from: { kind: 'query', query: whole, as: 'w' },
    arrayJoin: [
      {
        as: '_row',
        value: array(kinds.map((kind) => call('tuple', text(kind.title), text(kind.unit), kind.lower, kind.from))),
      },
    ],
  };
}

const numeric = (name: string, title: string): ColumnPlan => ({
  name,
  role: 'field',
  config: { displayNameFromDS: title },
});

const frame = {
  type: 'table',
  preferredVisualisation: 'table',
  columns: [
    { name: 'measure', role: 'field', config: { displayNameFromDS: 'Measure' } },
    { name: 'unit', role: 'field', config: { displayNameFromDS: 'Unit' } },
    numeric('n_a', 'Values of A'),
    numeric('n_b', 'Values of B'),
    numeric('mean_a', 'A'),
    numeric('mean_b', 'B'),
    numeric('difference', 'B − A'),
    numeric('low', '95 % from'),
    numeric('high', '95 % to'),
    numeric('p_value', 'p'),
    { name: 'verdict', role: 'field', config: { displayNameFromDS: 'Verdict' } },
  ],
} satisfies Compiled['frame'];
