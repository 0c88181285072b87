import type { SpanField } from '../../canonical/spanfield.ts';
import { dimensions } from '../../catalogue/dimensions/index.ts';
import type { FactId, SpanFactId } from '../../catalogue/facts.ts';
import { fields, isNumber, type FieldId } from '../../catalogue/fields.ts';
import { measures } from '../../catalogue/measures/index.ts';
import { scoreFields } from '../../catalogue/rowfields.ts';
import { spanColumns } from '../../catalogue/spancolumns.ts';
import { spanFieldsOf, type RowField } from './rowfields.ts';
import { excludedAttributes } from './exclude.ts';
import type { Settings } from '../../settings/settings.ts';
import type { TableDescription } from '../../source/description.ts';

/**
 * The facts whose rows the table of calls keeps. Spans of any kind are not among them: they are most of the raw table
 * again, and are only counted.
 */
export const storedFacts = ['requests', 'tools', 'agents', 'guardrails'] as const satisfies readonly SpanFactId[];

/** The fact of scores, whose rows are kept with what their calls say. */
export const storedScores = 'evaluations' satisfies FactId;

/** All that the table of calls has rows of. */
export const keptFacts = [...storedFacts, storedScores] as const;
export type KeptFact = (typeof keptFacts)[number];

/** Fields whose values are too many for a dictionary. */
const manyValued: readonly string[] = ['user', 'conversation', 'responseId'];
const numbers: readonly string[] = ['seconds', 'score', 'passed'];
const flags: readonly string[] = ['failed', 'counted', 'retried', 'unmatched'];

/** The canonical fields of a fact's rows that any measure, dimension or list of spans can need. */
export function storedFields(fact: SpanFactId): readonly SpanField[] {
  const known = byFact.get(fact);
  const made = known ?? [
    ...new Set<SpanField>([
      ...Object.values(measures)
        .filter((measure) => measure.fact === fact)
        .flatMap(({ uses }) => uses.flatMap((name) => spanFieldsOf(name as RowField))),
      ...Object.values(dimensions)
        .filter(({ facts }) => facts.includes(fact))
        .flatMap(({ from, computed }) => [...from, ...(computed === undefined ? [] : spanFieldsOf(computed))]),
      // Texts of errors may hold secrets, and stay where they are.
      ...(fact === 'requests'
        ? Object.values(spanColumns).flatMap(({ kind, field }) =>
            kind === 'text' || field === null ? [] : spanFieldsOf(field)
          )
        : []),
      // Scores name calls by it.
      ...(fact === 'requests' ? ['responseId' as const] : []),
      'weight',
      'counted',
    ]),
  ];
  byFact.set(fact, made);
  return made;
}

const byFact = new Map<SpanFactId, readonly SpanField[]>();

/** What a score says itself. */
export const scoreColumns = [...scoreFields, 'responseId', 'unmatched'] as const;

/** The fields of the spans that scores are about which any dimension of scores can need. */
export const scoreSpanFields: readonly SpanField[] = [
  ...new Set(
    Object.values(dimensions)
      .filter(({ facts }) => facts.includes(storedScores))
      .flatMap(({ from }) => from)
      .filter((field) => !(scoreFields as readonly string[]).includes(field))
  ),
];

/** The fields that rows of any fact have. */
export const everyField = (): string[] => [
  ...new Set<string>([...storedFacts.flatMap(storedFields), ...scoreSpanFields, ...scoreColumns]),
];

/** The name of a field's column: InputTokens for inputTokens. */
export const storedColumn = (field: string): string => field.charAt(0).toUpperCase() + field.slice(1);

/** The columns of the table of calls, with their types. */
export const callsColumns = (): Record<string, string> => ({
  Fact: 'LowCardinality(String)',
  Hour: "DateTime('UTC')",
  Run: 'UInt64',
  Timestamp: 'DateTime64(9)',
  TraceId: 'String',
  SpanId: 'String',
  ...Object.fromEntries(everyField().map((field) => [storedColumn(field), typeOf(field)])),
  Retried: 'UInt8',
  Attributes: 'Map(LowCardinality(String), String)',
  Resources: 'Map(LowCardinality(String), String)',
  /** By canonical field, what the resource that wrote a score says: it counts where the score's call does not. */
  Judge: 'Map(LowCardinality(String), String)',
});

/** The columns of the table of marks: one row says that an hour is whole in the rows of a run. */
export const hoursColumns: Readonly<Record<string, string>> = {
  Hour: "DateTime('UTC')",
  Run: 'UInt64',
  Version: 'LowCardinality(String)',
  /** Spans of that hour, and scores in tables of their own, when the run began: a different count means that some came late. */
  Spans: 'UInt64',
  Rows: 'UInt64',
  /** Names what the minutes of the hour were added up by; '' if they were not. */
  Minutes: 'LowCardinality(String)',
  Marked: "DateTime64(3, 'UTC')",
};

function typeOf(field: string): string {
  if (flags.includes(field)) {
    return 'UInt8';
  }
  if (field === 'weight') {
    return 'Float64';
  }
  return numbers.includes(field) || (field in fields && isNumber(field as FieldId))
    ? 'Nullable(Float64)'
    : manyValued.includes(field)
      ? 'String'
      : 'LowCardinality(String)';
}

/** What the shipped dashboards group and filter by besides dimensions: MCP servers, and what was decided about a coding agent's tools. */
export const shownAttributes = ['server.address', 'mcp.method.name', 'decision', 'decision_type', 'decision_source'];

/** The attributes that rows keep beside their fields: those of dashboards and settings, and those that exclude traffic. */
export const storedAttributes = (settings: Settings): string[] => [
  ...new Set([...shownAttributes, ...settings.tiers.attributes, ...excludedAttributes(settings)]),
];

/** Lists the columns that a table lacks, or has of another type. */
export const misfits = ({ columns }: TableDescription, wanted: Readonly<Record<string, string>>): string[] =>
  Object.entries(wanted)
    .filter(([name, type]) => columns[name] !== type)
    .map(([name]) => name);
