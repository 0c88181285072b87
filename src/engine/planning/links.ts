import type { ColumnPlan, FramePlan, HostSettings } from '../host.ts';
import { currentVersion } from '../query/common.ts';
import type { TraceLink } from '../settings/links.ts';
import type { Asking } from '../settings/readscontent.ts';
import type { Settings } from '../settings/settings.ts';

/** The column's value, and that of another column of the row, as Grafana replaces them when a link is followed. */
const own = '${__value.raw}';
const ofRow = (name: string): string => `\${__data.fields["${name}"]}`;

interface Target {
  title: string;
  query: Record<string, unknown>;
  /** Whether prompts and answers are among what it shows, for those who may read them. */
  hasContent?: true;
  /** What marks the span in the trace view, where the row has one. */
  ofSpan?: string;
}

/** What a value leads to in the same data source, by the name of its column. */
const targets = new Map<string, readonly Target[]>([
  [
    'trace_id',
    [
      // A cell with several links does not look like one, so that of its records is in the trace view.
      { title: 'Open the trace', query: { kind: 'trace', traceId: own }, hasContent: true, ofSpan: ofRow('span_id') },
    ],
  ],
  [
    'span_id',
    [
      {
        title: 'Open the span in its trace',
        query: { kind: 'trace', traceId: ofRow('trace_id') },
        hasContent: true,
        ofSpan: own,
      },
    ],
  ],
  // Of a trace frame, whose fields have Grafana's names: the trace view offers it with each span.
  ['spanID', [{ title: 'Log records of the span', query: { kind: 'logs', traceId: ofRow('traceID'), spanId: own } }]],
  [
    'conversation',
    [
      {
        title: 'Open the conversation',
        query: { kind: 'conversation', conversationId: own },
        hasContent: true,
      },
    ],
  ],
]);

/** How data sources ask for a trace by its id. */
const traceQueries: Record<NonNullable<TraceLink>['type'], Record<string, unknown>> = {
  tempo: { queryType: 'traceql', query: own },
  jaeger: { query: own },
  zipkin: { queryType: 'traceID', query: own },
  'grafana-clickhouse-datasource': {
    editorType: 'builder',
    builderOptions: { queryType: 'traces', meta: { isTraceIdMode: true, traceId: own } },
  },
};

/**
 * Gives the columns of a table links to what they name, in Explore. A host without data sources, which has no `uid`, has no links.
 * A span has its trace beside it, or no link.
 */
export function withLinks(
  frame: FramePlan,
  { uid }: Pick<HostSettings, 'uid'>,
  { traceLink }: Pick<Settings, 'traceLink'>,
  { readsContent }: Pick<Asking, 'readsContent'>
): FramePlan {
  if (frame.type !== 'table' || uid === undefined) {
    return frame;
  }
  const names = frame.columns.map(({ name }) => name);
  const linksOf = (name: string): Record<string, unknown>[] => {
    const ofOwn = name === 'span_id' && !names.includes('trace_id') ? [] : (targets.get(name) ?? []);
    const others = name === 'trace_id' && traceLink ? [traceLink] : [];
    return [
      ...ofOwn.map(({ title, query, hasContent, ofSpan }) => {
        const spanId = ofSpan !== undefined && names.includes('span_id') ? ofSpan : undefined;
        const asked = {
          ...{ version: currentVersion, format: 'table', ...query },
          ...(spanId === undefined ? {} : { spanId }),
          ...(hasContent && readsContent ? { content: true } : {}),
        };
        return internal(title, uid, asked, spanId);
      }),
      ...others.map(({ datasourceUid, type }) =>
        internal('Open the trace in the other data source', datasourceUid, traceQueries[type])
      ),
    ];
  };
  return { ...frame, columns: frame.columns.map((column) => linked(column, linksOf(column.name))) };
}

const internal = (title: string, datasourceUid: string, query: Record<string, unknown>, spanId?: string) => ({
  title,
  url: '',
  internal: {
    ...{ datasourceUid, datasourceName: '', query },
    ...(spanId === undefined ? {} : { panelsState: { trace: { spanId } } }),
  },
});

const linked = (column: ColumnPlan, links: readonly Record<string, unknown>[]): ColumnPlan =>
  links.length === 0 ? column : { ...column, config: { ...column.config, links: [...links] } };
