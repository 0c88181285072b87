import { between, rowsOf } from '../../source/layouts/rows.ts';
import { call, column, equal, nothing, number, text, type Select } from '../../sql/nodes.ts';
import type { Context } from '../context/context.ts';
import { scoreTimes } from '../context/times.ts';
import { recordColumns, type Records } from './records.ts';

const required = ['span_id', 'created_at', 'scores', 'evaluationData.evaluation', 'evaluationData.verdict'];

/** Reads scores from OpenLIT's own table, which names spans but not their traces; null if it does not exist. */
export function fromOpenlit(context: Context): Records | null {
  const { openlit } = context.source.others;
  if (!openlit || required.some((name) => !(name in openlit.columns))) {
    return null;
  }
  const evaluation = call('toString', column('evaluation'));
  const verdict = call('lower', column('verdict'));
  const query: Select = {
    kind: 'select',
    columns: recordColumns(
      {
        at: call('toDateTime64', column('created_at'), number(9)),
        trace: text(''),
        span: column('span_id'),
        response: text(''),
      },
      {
        name: evaluation,
        value: call(
          'if',
          call('mapContains', column('scores'), evaluation),
          call('toFloat64', call('arrayElement', column('scores'), evaluation)),
          nothing
        ),
        label: call('toString', column('classification')),
        evaluator: text('openlit'),
        // `yes` means that what was looked for, such as a hallucination, was found.
        passed: call('multiIf', equal(verdict, text('yes')), number(0), equal(verdict, text('no')), number(1), nothing),
      }
    ),
    ...rowsOf(openlit, between(column('created_at')))(scoreTimes(context)),
    arrayJoin: ['evaluation', 'classification', 'verdict'].map((name) => ({
      as: name,
      value: column(`evaluationData.${name}`),
    })),
  };
  return { query, own: [], judge: [], withoutTrace: true };
}
