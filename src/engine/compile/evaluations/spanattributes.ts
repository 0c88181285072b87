import {
  array,
  call,
  column,
  from,
  infix,
  lambda,
  number,
  text,
  type Expression,
  type Select,
} from '../../sql/nodes.ts';
import type { Context } from '../context.ts';
import { finite } from '../reader.ts';
import { inWindow } from '../rows.ts';
import { recordColumns, type Records } from './records.ts';

/** OpenInference's lists, such as `evaluations.0.evaluation.score`; `trace.` and `session.` say more than a span. */
const pattern =
  '^(?:trace\\\\.|session\\\\.)?(evaluations|annotations)\\\\.(\\\\d+)\\\\.(?:evaluation|annotation)\\\\.name$';

/** Scores in attributes of the spans that they are about, timed when the span ended. */
export function fromSpanAttributes(context: Context): Records {
  const { spans } = context;
  const ends: Expression = infix(
    '+',
    spans.time,
    call('toIntervalMicrosecond', call('toInt64', infix('*', spans.seconds, number(1e6))))
  );
  const named = call(
    'arrayFilter',
    lambda(['k'], call('match', column('k'), text(pattern.replace(/\\\\/g, '\\')))),
    call('arrayMap', lambda(['k'], call('toString', column('k'))), spans.attributes.keys)
  );
  const value = (suffix: string): Expression => {
    const key = call(
      'concat',
      call('substring', column('key'), number(1), infix('-', call('length', column('key')), number(4))),
      text(suffix)
    );
    return call('arrayElement', column('values'), call('indexOf', column('keys'), key));
  };
  const joined: Select = {
    kind: 'select',
    columns: [
      { as: 'at', value: ends },
      { as: 'trace', value: spans.traceId },
      { as: 'span', value: spans.spanId },
      { as: 'keys', value: call('arrayMap', lambda(['k'], call('toString', column('k'))), spans.attributes.keys) },
      { as: 'values', value: spans.attributes.values },
      { as: 'key', value: column('key') },
    ],
    from: spans.from,
    arrayJoin: [{ as: 'key', value: named }],
    prewhere: inWindow(context, spans.time),
    where: spans.hasAnyOf(array(['evaluations.0.evaluation.name', 'annotations.0.annotation.name'].map(text))),
  };
  return {
    own: [],
    judge: [],
    query: {
      kind: 'select',
      columns: recordColumns(
        { at: column('at'), trace: column('trace'), span: column('span'), response: text('') },
        {
          name: value('name'),
          value: finite(value('score')),
          label: value('label'),
          evaluator: value('annotator_kind'),
        }
      ),
      from: from(joined),
    },
  };
}
