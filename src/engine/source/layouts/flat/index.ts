import { fields, tagFields, type FieldId } from '../../../catalogue/fields.ts';
import { UserError } from '../../../errors.ts';
import { columnUnmapped } from '../../../messages.ts';
import type { SourceSettings as Settings } from '../../settings.ts';
import { array, call, column, infix, number, text, type Expression } from '../../../sql/nodes.ts';
import type { SourceDescription, TableDescription } from '../../description.ts';
import { canonicalKey, sourcesOf } from '../../sources.ts';
import { namedAttributes } from '../attributes/named.ts';
import type { AllPairs, Layout, SpanColumns } from '../layout.ts';
import { rowsOf } from '../rows.ts';
import { mappedFields } from './columns.ts';
import { checkedMapping, columnText } from './mapping.ts';
import { mappedTime } from './times.ts';

/** Reads a custom table, whose columns the setting `columns` maps. */
export const flat: Layout = {
  id: 'flat',
  title: 'Custom table',
  table: 'genai_requests',
  required: null,
  spans,
};

const perSecond = { durationSeconds: 1, durationMs: 1e3, durationUs: 1e6, durationNs: 1e9 } as const;
const firstTokens = { timeToFirstTokenSeconds: 1, timeToFirstTokenMs: 1e3 } as const;
const failing = ['error', 'failed', 'failure', 'status_code_error', 'true', '1'];

function spans({ traces }: SourceDescription, settings: Settings): SpanColumns {
  const mapping = checkedMapping(settings.columns, traces);
  const time = mappedTime(mapping);
  if (!time) {
    throw new UserError(columnUnmapped('time', traces.path.join('.')));
  }
  const structural = (name: keyof typeof mapping): Expression | null => {
    const own = mapping[name];
    return own === undefined ? null : columnText(own);
  };
  const attributes = namedAttributes(
    { ...tagColumns(traces, settings), ...attributesOf(mapping, settings) },
    // Any other key that is the name of a column means that column.
    (key) => (key in traces.columns ? columnText(key) : null),
    [array(Object.keys(traces.columns).map(text))]
  );
  const lacks = (field: FieldId): boolean =>
    sourcesOf(field, settings).every(({ key }) => isEmpty(attributes.value(key)));
  return {
    rows: rowsOf(traces, time.within),
    time: time.value,
    traceId: structural('traceId'),
    spanId: structural('spanId'),
    parentId: structural('parentId'),
    name: structural('name'),
    service: structural('service'),
    scope: text('tables.flat'),
    seconds: scaled(mapping, perSecond),
    failed: mapping.failed === undefined ? null : isFailed(mapping.failed, traces.columns[mapping.failed] ?? ''),
    statusMessage: structural('statusMessage'),
    traceState: null,
    attributes,
    resource: null,
    events: null,
    onlyGenAi: true,
    lacks: (Object.keys(fields) as FieldId[]).filter(lacks),
    shown: {
      kind: null,
      scopeVersion: null,
      attributes: shownColumns(traces, mapping),
      resource: null,
      eventAttributes: null,
      links: null,
    },
  };
}

/** All columns but those that are mapped to what users or models wrote. */
function shownColumns({ columns }: TableDescription, mapping: Readonly<Record<string, string | undefined>>): AllPairs {
  const content = mappedFields.flatMap((field) => (fields[field] === 'content' ? [mapping[field]] : []));
  const names = Object.keys(columns).filter((name) => !content.includes(name));
  return { keys: array(names.map(text)), values: array(names.map(columnText)) };
}

/** Finds columns named like a tag; if a row has no value there, the tag is looked up elsewhere in its trace. */
function tagColumns({ columns }: TableDescription, settings: Settings): Record<string, Expression> {
  const keys = tagFields.flatMap((field) => sourcesOf(field, settings).map(({ key }) => key));
  return Object.fromEntries(keys.filter((key) => key in columns).map((key) => [key, columnText(key)]));
}

/** Returns the mapped columns, by the equivalent key of the semantic conventions. */
function attributesOf(
  mapping: Readonly<Record<string, string | undefined>>,
  settings: Settings
): Record<string, Expression> {
  const own = mappedFields.flatMap((field): [string, Expression][] => {
    const name = mapping[field];
    return name === undefined ? [] : [[canonicalKey(field, settings), columnText(name)]];
  });
  const firstToken = scaled(mapping, firstTokens);
  return {
    ...Object.fromEntries(own),
    ...(firstToken
      ? { [canonicalKey('timeToFirstToken', settings)]: call('ifNull', call('toString', firstToken), text('')) }
      : {}),
  };
}

/** Reads the first mapped column of the given names, in seconds. */
function scaled(
  mapping: Readonly<Record<string, string | undefined>>,
  units: Readonly<Record<string, number>>
): Expression | null {
  const [found] = Object.entries(units).filter(([name]) => mapping[name] !== undefined);
  return found ? infix('/', call('toFloat64', column(mapping[found[0]] ?? '')), number(found[1])) : null;
}

function isFailed(name: string, type: string): Expression {
  return /^(LowCardinality\(|Nullable\()*(Bool|U?Int)/.test(type)
    ? infix('!=', call('ifNull', column(name), number(0)), number(0))
    : infix('IN', call('lower', columnText(name)), array(failing.map(text)));
}

const isEmpty = (value: Expression): boolean => value.kind === 'text' && value.value === '';
