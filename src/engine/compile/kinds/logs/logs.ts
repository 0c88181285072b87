import type { Context } from '../../context/context.ts';
import { timesOf } from '../../context/times.ts';
import type { Compiled } from '../../compiled.ts';
import { tableColumn } from '../../tablecolumns.ts';
import { refuseAlerts } from '../refuse.ts';
import { UserError } from '../../../errors.ts';
import type { Request } from '../../../host.ts';
import { noLogsTable } from '../../../messages.ts';
import type { LogsQuery } from '../../../query/model.ts';
import { eventNameOf } from '../../../source/layouts/eventname.ts';
import { logColumns } from '../../../source/layouts/index.ts';
import type { LogColumns } from '../../../source/layouts/layout.ts';
import { withConditions } from '../../../source/layouts/rows.ts';
import { any } from '../../../sql/missing.ts';
import { call, column, equal, infix, number, text, type Expression } from '../../../sql/nodes.ts';
import { shownPairs } from '../content/pairs.ts';
import { redacted } from '../content/redacted.ts';
import { spellingsOf } from '../trace/ids.ts';

const defaultEvents = ['gen_ai.*'];

/** Lists log records as Grafana's logs panel reads them. Without a body, or the right to it, a record is shown by its event and attributes. */
export function logLines(context: Context, query: LogsQuery, request: Request): Compiled {
  refuseAlerts(query, request);
  const { source, settings } = context;
  const logs = logColumns(source);
  if (!logs) {
    throw new UserError(noLogsTable(settings.logsTable), 'query');
  }
  const name = eventNameOf(logs);
  const pairs = shownPairs(context, logs.pairs, query.content ?? false, {
    write: (key, value) => call('concat', key, text(':'), value),
    event: name,
  });
  const labels = call('concat', text('{'), call('arrayStringConcat', pairs, text(',')), text('}'));
  const said = logs.body === null ? text('') : redacted(call('toString', logs.body), settings);
  const values = {
    timestamp: call('toDateTime64', logs.time, number(9)),
    body: query.content === true ? said : text(''),
    level: logs.severity ? call('lower', call('toString', logs.severity)) : text(''),
    event: name,
    service: call('toString', logs.service),
    trace_id: call('toString', logs.traceId),
    span_id: call('toString', logs.spanId),
    labels,
  };
  return {
    select: {
      kind: 'select',
      columns: [
        ...Object.keys(values).map((as) => ({ as, value: as === 'body' ? line : column('r', as) })),
        // Grafana needs an id to tell alike records apart: the same text at the same time was written twice.
        { as: 'id', value: call('toString', call('sipHash64', ...Object.keys(values).map((as) => column('r', as)))) },
      ],
      from: {
        kind: 'query',
        as: 'r',
        query: {
          kind: 'select',
          columns: Object.entries(values).map(([as, value]) => ({ as, value })),
          ...withConditions(logs.rows(timesOf(context)), conditionsOf(context, query, logs, name)),
          orderBy: [{ by: column('timestamp'), direction: 'DESC' }],
          limit: query.limit + 1,
        },
      },
      orderBy: [
        { by: column('timestamp'), direction: 'DESC' },
        { by: column('id'), direction: 'ASC' },
      ],
    },
    facts: [],
    rows: query.limit,
    frame: {
      type: 'table',
      preferredVisualisation: 'logs',
      columns: [...Object.keys(values), 'id'].map((as) =>
        as === 'labels' ? { name: as, role: 'field', json: true } : tableColumn(as, titles[as] ?? as)
      ),
    },
  };
}

const ofEvent = call('if', infix('!=', column('r', 'event'), text('')), column('r', 'event'), text('(no event name)'));
const line = call(
  'if',
  infix('!=', column('r', 'body'), text('')),
  column('r', 'body'),
  call('concat', ofEvent, text(' '), column('r', 'labels'))
);

const titles: Readonly<Record<string, string>> = {
  timestamp: 'Time',
  body: 'Line',
  event: 'Event',
  service: 'Service',
  trace_id: 'Trace',
  span_id: 'Span',
};

function conditionsOf(
  { source, parameters }: Context,
  query: LogsQuery,
  { traceId, spanId }: LogColumns,
  name: Expression
): Expression[] {
  const events = query.events ?? (query.traceId === undefined ? defaultEvents : []);
  const isEvent = (event: string): Expression =>
    event.endsWith('*')
      ? call('startsWith', name, parameters.text(event.slice(0, -1)))
      : equal(name, parameters.text(event));
  return [
    ...(query.traceId === undefined ? [] : [infix('IN', traceId, parameters.list(spellingsOf(query.traceId, source)))]),
    ...(query.spanId === undefined ? [] : [equal(spanId, parameters.text(query.spanId))]),
    ...(events.length === 0 ? [] : [any(events.map(isEvent))]),
  ];
}
