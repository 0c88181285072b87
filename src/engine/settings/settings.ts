import { UserError } from '../errors.ts';
import type { HostSettings } from '../host.ts';
import { invalidSetting } from '../messages.ts';
import { inEnglish } from '../schemamessages.ts';
import { budgetProblem, budgetSettings } from './budgets.ts';
import { contentSettings, sqlSetting } from './content.ts';
import { traceLink } from './links.ts';
import { priceSettings } from './prices.ts';
import { serverSettings } from './serversettings.ts';
import { zonePattern } from '../query/model.ts';
import { flatNames, mappedFields, scoreNames } from '../source/layouts/flat/columns.ts';
import { layouts } from '../source/layouts/index.ts';
import { defaultPricesTable } from '../source/settings.ts';
import * as z from 'zod/mini';

const positive = (otherwise: number) => z._default(z.int().check(z.minimum(1)), otherwise);

const keys = z.array(z.string().check(z.minLength(1), z.maxLength(200))).check(z.maxLength(20));
const keyList = z.optional(keys);

const valueList = z.array(z.string().check(z.maxLength(200))).check(z.maxLength(50));

const columnName = z.string().check(z.minLength(1), z.maxLength(200));

function each<Name extends string, Type>(names: readonly Name[], type: Type): Record<Name, Type> {
  return Object.fromEntries(names.map((name) => [name, type])) as Record<Name, Type>;
}

const schema = z.object({
  database: z._default(z.string(), ''),
  /** The layout of the spans table; `auto` detects it from the columns. */
  layout: z._default(z.enum(['auto', ...layouts.map(({ id }) => id)]), 'auto'),
  /** The layout's own table if empty. */
  tracesTable: z._default(z.string(), ''),
  logsTable: z._default(z.string(), 'otel_logs'),
  gaugesTable: z._default(z.string(), 'otel_metrics_gauge'),
  /** OpenLIT's own table of scores. */
  openlitTable: z._default(z.string(), 'openlit_evaluation'),
  /** The columns of the layout `flat`, by field. */
  columns: z._default(z.partial(z.strictObject(each(flatNames, columnName))), {}),
  /** The prompt registry. */
  promptsTable: z._default(z.string(), 'genai_prompts'),
  /** Prices that an administrator synced, which come before the built-in ones. */
  pricesTable: z._default(z.string(), defaultPricesTable),
  /** What an administrator had ClickHouse work out of hours that are over: their calls, those added up, and which hours are whole. */
  callsTable: z._default(z.string(), 'genai_calls'),
  hoursTable: z._default(z.string(), 'genai_hours'),
  minutesTable: z._default(z.string(), 'genai_minutes'),
  /** What days that are over hold, so that nobody need take their census again. */
  censusTable: z._default(z.string(), 'genai_census'),
  /** Attributes of spans and of their resources that the table of calls keeps beside the canonical fields. */
  tiers: z._default(z.object({ attributes: z._default(keys, []), resources: z._default(keys, []) }), {
    attributes: [],
    resources: [],
  }),
  /** A custom scores table, and its columns by field. */
  evaluationsTable: z._default(z.string(), ''),
  evaluationColumns: z._default(z.partial(z.strictObject(each([...scoreNames, ...mappedFields], columnName))), {}),
  /** Traffic that no measure counts, such as tests, by environment and by attribute values. */
  exclude: z._default(
    z.object({
      environments: z._default(valueList, []),
      /** Environments that count only where a filter or a budget names them; the evaluators' own if left out. */
      unlessNamed: z.optional(valueList),
      attributes: z._default(z.record(z.string().check(z.minLength(1), z.maxLength(200)), valueList), {}),
    }),
    { environments: [], attributes: {} }
  ),
  /** Seconds by which an alert's window lags behind its tick: spans are written when they end but counted by their start. */
  delaySeconds: z._default(z.int().check(z.minimum(0), z.maximum(86400)), 120),
  /** The IANA time zone of days and months, and of the hours that baselines compare, where a query names none. */
  timezone: z._default(z.string().check(z.regex(zonePattern)), ''),
  /** Seconds before the window in which the span of a score is searched for. */
  evaluationLagSeconds: z._default(z.int().check(z.minimum(0), z.maximum(7 * 86400)), 3600),
  /** The same for the span of a score that names its trace, which is found among many: a judge may run hours later. */
  evaluationReachSeconds: z._default(z.int().check(z.minimum(0), z.maximum(7 * 86400)), 86_400),
  /** The user's attribute names for tags, by canonical field; a list replaces the default one. */
  tagKeys: z._default(
    z.partial(
      z.object({
        feature: keyList,
        userTier: keyList,
        team: keyList,
        customer: keyList,
        repository: keyList,
        user: keyList,
        conversation: keyList,
        environment: keyList,
        promptName: keyList,
        promptVersion: keyList,
      })
    ),
    {}
  ),
  /** What a call's feature may be read from: a tag, or else the name of its workflow. */
  featureFrom: z._default(z.enum(['tags', 'workflow']), 'tags'),
  content: contentSettings,
  sql: sqlSetting,
  /** Whether input tokens include cached ones: by dialect, or the same for the whole table. */
  inputTokens: z._default(z.enum(['auto', 'included', 'excluded']), 'auto'),
  /** The most spans that one span may stand for, whatever its sampling rate says. */
  maxWeight: z._default(z.int().check(z.minimum(1), z.maximum(1_000_000)), 10_000),
  /** Whether thresholds in `tracestate` are those of the user's own sampler, and count: callers of a service can send one. */
  traceStateWeights: z._default(z.boolean(), false),
  traceLink,
  /** ClickHouse's settings for all statements. */
  clickhouseSettings: serverSettings,
  prices: priceSettings,
  budgets: budgetSettings,
  limits: z._default(
    z.object({
      rows: positive(1_000_000),
      bytes: positive(64 * 1024 * 1024),
      series: positive(1000),
      /** ClickHouse's settings of these names, for the statements of panels and rules. Off unless set. */
      maxExecutionTime: z.optional(z.int().check(z.minimum(1), z.maximum(86_400))),
      maxRowsToRead: z.optional(z.int().check(z.minimum(1))),
      maxBytesToRead: z.optional(z.int().check(z.minimum(1))),
      /** Rows that ClickHouse may expect to read for a query, which is asked before it runs. Off unless set. */
      estimateRows: z.optional(z.int().check(z.minimum(1))),
    }),
    { rows: 1_000_000, bytes: 64 * 1024 * 1024, series: 1000 }
  ),
});

export type Settings = z.infer<typeof schema>;

/** Reads the data source's settings, with defaults. Throws a UserError naming the setting. */
export function readSettings(host: HostSettings): Settings {
  const jsonData = Object.fromEntries(
    Object.entries(host.jsonData).filter(([, value]) => value !== '' && value !== null)
  );
  const parsed = schema.safeParse(jsonData, inEnglish);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const { path = [], message = 'unreadable' } = issue ?? {};
    throw new UserError(
      path[0] === 'budgets' && path.length > 1
        ? budgetProblem(jsonData['budgets'], path.slice(1), message)
        : invalidSetting(path.join('.'), message)
    );
  }
  const { database, tracesTable, layout } = parsed.data;
  const { table } = layouts.find(({ id }) => id === layout) ?? layouts[0] ?? { table: '' };
  return { ...parsed.data, database: database || host.database, tracesTable: tracesTable || table };
}
