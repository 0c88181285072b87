import { sourcesOf } from '../../source/sources.ts';
import type { FieldId } from '../../catalogue/fields.ts';
import { column, from, text, type Expression, type Select } from '../../sql/nodes.ts';
import { between, inAny, withConditions } from '../../source/layouts/rows.ts';
import type { Context } from '../context/context.ts';
import { finite, firstNonEmpty } from '../../sql/missing.ts';
import { scoredTimes, scoreTimes } from '../context/times.ts';
import { evaluationEvent, isEvent, recordColumns, type Records } from './records.ts';

const parts = ['evaluationName', 'scoreValue', 'scoreLabel', 'evaluator', 'evaluatorVersion', 'errorType'] as const;

/** Reads scores from events of the scored spans; null if the layout has no events. */
export function fromSpanEvents(context: Context): Records | null {
  const { spans, settings } = context;
  const { events } = spans;
  if (!events) {
    return null;
  }
  const texts = (field: FieldId): Expression[] => sourcesOf(field, settings).map(({ key }) => events.attribute(key));
  const item = (field: string): Expression => column(`event_${field}`);
  const joined: Select = {
    kind: 'select',
    columns: [
      { as: '_trace', value: spans.traceId ?? text('') },
      { as: '_span', value: spans.spanId ?? text('') },
      ...['time', 'name'].map((name) => ({ as: `event_${name}`, value: item(name) })),
      ...parts.map((field) => ({
        as: `event_${field}`,
        value: firstNonEmpty(
          texts(field).map((_, index) => item(`${field}_${index}`)),
          ''
        ),
      })),
    ],
    arrayJoin: [
      { as: 'event_time', value: events.times },
      { as: 'event_name', value: events.names },
      ...parts.flatMap((field) => texts(field).map((value, index) => ({ as: `event_${field}_${index}`, value }))),
    ],
    ...withConditions(spans.rows(scoredTimes(context, settings.evaluationLagSeconds), []), [
      events.has(evaluationEvent),
      isEvent(item('name')),
      inAny(scoreTimes(context), between(item('time'))),
    ]),
  };
  return {
    own: [],
    judge: [],
    query: {
      kind: 'select',
      columns: recordColumns(
        { at: item('time'), trace: column('_trace'), span: column('_span'), response: text('') },
        {
          name: item('evaluationName'),
          value: finite(item('scoreValue')),
          flag: item('scoreValue'),
          label: item('scoreLabel'),
          evaluator: item('evaluator'),
          evaluatorVersion: item('evaluatorVersion'),
          error: item('errorType'),
        }
      ),
      from: from(joined),
    },
  };
}
