import pc from 'picocolors';
import { dialectOfScope, dialectsPresent } from '../../../src/engine/canonical/claims.ts';
import type { FramePlan, Plan } from '../../../src/engine/host.ts';
import type { Census, Nesting } from '../../../src/engine/source/census.ts';
import type { SourceDescription } from '../../../src/engine/source/description.ts';
import { dialects } from '../../../src/engine/source/dialects/index.ts';
import { heading, table } from '../table.ts';
import type { Explanation } from './ask.ts';
import { meanings } from './meanings.ts';
import * as messages from './messages.ts';
import { partsOf, type Level, type Part } from './steps.ts';

/** Formats an explanation for reading, from what is known to what is run. */
export function explanationText(explanation: Explanation, isConnected: boolean): string {
  const { source, census, plan, nodes } = explanation;
  const { sql, params } = plan.statement;
  return [
    ...(isConnected ? [] : [pc.yellow(messages.withoutServer())]),
    heading('Query'),
    queryText(explanation),
    heading('What is known of the source'),
    source ? sourceText(source, census) : messages.noneNeeded(),
    heading('Steps'),
    nodes ? partsOf(nodes).map(partText).join('\n') : messages.stepsAreYours(),
    heading('SQL'),
    sql,
    heading('Parameters'),
    Object.entries(params)
      .map(([name, value]) => `${pc.cyan(name)} = ${value}`)
      .join('\n') || 'none',
    heading('Frames'),
    'frame' in plan ? frameText(plan.frame) : messages.knownWhenRun(),
    ...('limits' in plan ? [limitsText(plan)] : []),
    ...plan.notices.map(({ text }) => pc.yellow(text)),
  ].join('\n');
}

const lines = (facts: readonly (readonly [string, string])[]): string =>
  facts.map(([name, text]) => `${pc.dim(name.padEnd(10))} ${text}`).join('\n');

const iso = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');

function queryText({ query, request, plan }: Explanation): string {
  const { from, to, step, delay } = { ...request, step: undefined, delay: 0, ...windowIn(plan) };
  return lines([
    ['kind', `${query.kind}, as ${request.fromAlert ? 'a rule’s evaluation' : 'a panel'} asks`],
    ['window', `${iso(from)} to ${iso(to)} UTC, half-open${delay > 0 ? `, ${delay} s behind the clock` : ''}`],
    ...(step === undefined ? [] : [['step', `${step} s`] as const]),
    ...readsIn(plan),
  ]);
}

/** Where the rows come from, if there is a table of calls. */
const readsIn = (plan: Explanation['plan']): (readonly [string, string])[] => {
  const reads = ('meta' in plan ? (plan.meta['reads'] ?? {}) : {}) as Record<
    string,
    { from: string; why?: string; step?: number }
  >;
  return Object.entries(reads).map(([fact, { from, why, step }], index) => [
    index === 0 ? 'reads' : '',
    `${fact}: ${
      from === 'minutes'
        ? messages.fromMinutes(step ?? 0)
        : from === 'calls'
          ? messages.fromCalls(why)
          : messages.fromSpans(why ?? '')
    }`,
  ]);
};

const windowIn = (plan: Explanation['plan']) =>
  'meta' in plan ? (plan.meta['window'] as { from: number; to: number; step: number; delay: number } | undefined) : {};

function sourceText({ layout, traces, logs, gauges, others }: SourceDescription, census: Census | null): string {
  const beside = [logs, gauges, ...Object.values(others)].flatMap((one) => (one ? [one.path.join('.')] : []));
  return lines([
    ['layout', `${layout.title} (${layout.id})`],
    ['spans', traces.path.join('.')],
    ['beside', beside.join(', ') || 'nothing'],
    ...(census ? censusFacts(census) : [['census', messages.nobodyLooked()] as const]),
  ]);
}

function censusFacts(census: Census): [string, string][] {
  const present = dialectsPresent(census);
  return [
    ['dialects', `${present.map(({ id }) => id).join(', ')} (of ${dialects.length})`],
    ...census.scopes.map((scope, index): [string, string] => [index === 0 ? 'scopes' : '', scopeText(scope)]),
    ['holds', `${census.keys.length} attribute keys, ${census.models.length} models`],
    ['models', [...new Set(census.models.map(([, asked, answered]) => asked || answered))].join(', ') || 'none'],
    ['nesting', nestingText(census.nesting)],
    ['lacking', census.lacking.join(', ') || 'nothing'],
    ['sampling', census.sampled ? 'some spans represent others' : 'none'],
    ...(census.scoreKeys ? [['score keys', `${census.scoreKeys.length}`] as [string, string]] : []),
  ];
}

const scopeText = (scope: string): string =>
  `${scope || '(none)'} → ${dialects[dialectOfScope(scope) - 1]?.id ?? 'recognized by its keys, or else read by the conventions'}`;

const nestingText = (nesting: Nesting): string =>
  Object.entries(nesting)
    .flatMap(([name, isThere]) => (isThere ? [name] : []))
    .join(', ') || 'none';

function partText({ name, levels }: Part): string {
  return [
    pc.bold(name),
    ...levels.map((level, index) => `  ${String(index + 1).padStart(2)}. ${levelText(level)}`),
  ].join('\n');
}

const MOST_NAMES = 6;

function levelText({ reads, makes, passesOn, does }: Level): string {
  const more = makes.length > MOST_NAMES ? ` and ${makes.length - MOST_NAMES} more` : '';
  const facts = [
    `reads ${reads}`,
    ...does,
    ...(makes.length > 0 ? [`makes ${makes.slice(0, MOST_NAMES).join(' ')}${more}`] : []),
    ...(passesOn > 0 ? [`passes ${passesOn} on`] : []),
  ].join('; ');
  const told = meanings.flatMap(([output, meaning]) => (makes.includes(output) ? [meaning] : []));
  return told.length > 0 ? `${facts} ${pc.dim(`(${told.join(', ')})`)}` : facts;
}

function frameText({ type, columns }: FramePlan): string {
  return [
    `${type}${type === 'timeseries-multi' ? ', a frame for each set of labels and value' : ', one frame'}`,
    table(
      ['column', 'is', 'title', 'unit'],
      columns.map(({ name, role, config = {} }) => [
        name,
        role === 'skip' ? 'not shown' : role,
        config['displayName'] ?? config['displayNameFromDS'] ?? '',
        config['unit'] ?? '',
      ])
    ),
  ].join('\n');
}

const limitsText = ({ limits, statement: { settings } }: Plan): string =>
  [
    `At most ${limits.rows.toLocaleString('en')} rows, ${limits.bytes.toLocaleString('en')} bytes and ${limits.series.toLocaleString('en')} series; beyond that ${limits.onExceeded === 'error' ? 'an error' : 'a partial answer with a notice'}.`,
    `Settings: ${
      Object.entries(settings)
        .map(([name, value]) => `${name}=${value}`)
        .join(' ') || 'none'
    }`,
  ].join('\n');
