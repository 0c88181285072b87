import type { Context } from '../../context/context.ts';
import { timesOf } from '../../context/times.ts';
import { homeOf } from '../../rows/spans.ts';
import { eventNameOf } from '../../../source/layouts/eventname.ts';
import { logColumns } from '../../../source/layouts/index.ts';
import type { AllPairs } from '../../../source/layouts/layout.ts';
import { withConditions } from '../../../source/layouts/rows.ts';
import {
  array,
  call,
  column,
  from,
  infix,
  lambda,
  parameter,
  text,
  type Expression,
  type Select,
} from '../../../sql/nodes.ts';
import { spansOfTraces, type Traces } from '../trace/within.ts';

/**
 * Selects each attribute of the spans of traces, of their events, and of the log records that name them: `home` of the span, `at`, when
 * that was written, `p`, its key and value, and `number`, its place in what it was written in. Before the key of an event's attribute is the
 * event's name.
 */
export function writtenPairs(traces: Traces): Select {
  return {
    kind: 'select',
    columns: [
      { as: 'home', value: column('home') },
      { as: 'at', value: column('at') },
      { as: 'p', value: column('p') },
      { as: 'number', value: column('number') },
    ],
    from: from({ kind: 'union', all: [ofSpans(traces), ...ofLogs(traces)] }),
    // Events of a span are in their order.
    arrayJoin: [
      { as: 'p', value: column('all') },
      { as: 'number', value: call('arrayEnumerate', column('all')) },
    ],
  };
}

function ofSpans(traces: Traces): Select {
  return spansOfTraces(traces, ({ spans }, limited) =>
    limited({
      kind: 'select',
      columns: [
        { as: 'home', value: homeOf(spans) },
        { as: 'at', value: spans.time },
        { as: 'all', value: call('arrayConcat', zipped(spans.shown.attributes), eventPairs(spans)) },
      ],
      ...spans.rows(timesOf(traces.all), null),
    })
  );
}

const zipped = ({ keys, values }: AllPairs): Expression => call('arrayZip', keys, values);

/** The attributes of a row's events, each key with the event's name before it. */
function eventPairs({ events, shown }: Context['spans']): Expression {
  if (!events || !shown.eventAttributes) {
    return array([]);
  }
  const ofEvent = call(
    'arrayMap',
    lambda(['a', 'b'], call('tuple', call('concat', column('n'), text(' '), column('a')), column('b'))),
    column('k'),
    column('v')
  );
  const { keys, values } = shown.eventAttributes;
  return call('arrayFlatten', call('arrayMap', lambda(['n', 'k', 'v'], ofEvent), events.names, keys, values));
}

function ofLogs({ all, own }: Traces): Select[] {
  const logs = logColumns(own.source);
  if (!logs) {
    return [];
  }
  const { body, pairs } = logs;
  const name = eventNameOf(logs);
  const ofBody =
    body === null ? array([]) : array([call('tuple', call('concat', name, text(' body')), call('toString', body))]);
  return [
    {
      kind: 'select',
      columns: [
        { as: 'home', value: homeOf(logs) },
        { as: 'at', value: logs.time },
        { as: 'all', value: call('arrayConcat', ofBody, zipped(pairs)) },
      ],
      ...withConditions(logs.rows(timesOf(all)), [
        infix('IN', logs.traceId, parameter('trace_ids', 'Array(String)')),
        infix('!=', name, text('')),
      ]),
    },
  ];
}
