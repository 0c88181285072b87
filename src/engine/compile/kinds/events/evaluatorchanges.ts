import type { Context } from '../../context/context.ts';
import { filteredRows } from '../../measures/filteredrows.ts';
import { eventOutputs, written } from './event.ts';
import { isStarted, usedBy, withTimeBefore } from './users.ts';
import { evaluatorChangeText, evaluatorChangeTitle } from '../../../messages.ts';
import type { Filter } from '../../../query/model.ts';
import { call, column, equal, from, number, over, text, type Expression, type Select } from '../../../sql/nodes.ts';

const keys = ['evaluation', 'evaluator', 'evaluator_version'] as const;

/** Selects when an evaluation's scores first came from another evaluator, or from another version of it. */
export function evaluatorChanges(asked: Context, filters: readonly Filter[], minimum: number): Select {
  const context = withTimeBefore(asked);
  const rows = filteredRows(context, 'evaluations', keys, filters, []);
  const used = usedBy(context, rows.query, keys, (condition) =>
    call('toFloat64', condition ? call('countIf', condition) : call('count'))
  );
  const told: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      { as: 'name', value: evaluatorName },
      {
        as: 'before',
        value: over(
          call('lagInFrame', evaluatorName),
          [column('evaluation')],
          ['first', 'evaluator', 'evaluator_version'].map((name) => column(name))
        ),
      },
    ],
    from: from(used),
  };
  return {
    kind: 'select',
    columns: eventOutputs('evaluator_changes', {
      time: column('first'),
      title: written(evaluatorChangeTitle('{0}', '{1}'), column('evaluation'), column('name')),
      text: written(evaluatorChangeText('{0}'), column('before')),
      tags: [column('evaluation'), column('name')],
    }),
    from: from(told),
    where: isStarted(context, number(minimum)),
  };
}

/** The evaluator with its version, as far as they are known. */
const evaluatorName: Expression = call(
  'if',
  equal(column('evaluator_version'), text('unknown')),
  call('toString', column('evaluator')),
  call('concat', column('evaluator'), text(' '), column('evaluator_version'))
);
