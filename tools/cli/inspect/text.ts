import pc from 'picocolors';
import type { GroupReport, Report } from '../../../src/engine/inspect/model.ts';
import { heading, moment, percent, table } from '../table.ts';

const known = (text: string): string => (text === '' ? 'unclassified' : text);
const iso = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');

/** Writes the report for people to read. */
export function reportText(report: Report): string {
  const { groups, window, table: name } = report;
  if (groups.length === 0) {
    return `No gen_ai spans in ${name} from ${iso(window.from)} to ${iso(window.to)} UTC.`;
  }
  return [
    `gen_ai spans in ${pc.cyan(name)} from ${iso(window.from)} to ${iso(window.to)} UTC`,
    heading('Instrumentation'),
    groupsTable(groups),
    ...groups.filter(({ requests }) => requests > 0).flatMap((group) => [heading(titleOf(group)), fieldsTable(group)]),
    ...section('Request tags', tagsTable(report)),
    ...section('Calls counted once', relationsTable(report)),
    ...section('Cached input', cacheTable(report)),
    heading('Findings'),
    findingsText(report),
  ].join('\n');
}

const section = (title: string, text: string | null): string[] => (text === null ? [] : [heading(title), text]);

const titleOf = ({ service, dialect, scope }: GroupReport): string =>
  [service || 'no service', known(dialect), scope].filter((part) => part !== '').join(' · ');

function groupsTable(groups: readonly GroupReport[]): string {
  return table(
    ['service', 'dialect', 'scope', 'spans', 'requests', 'failed', 'duplicates', 'sampled', 'represent'],
    groups.map((group) => [
      group.service,
      known(group.dialect),
      group.scope,
      group.spans,
      group.requests,
      group.failed,
      group.duplicates,
      group.sampling.sampled,
      Math.round(group.sampling.standFor),
    ])
  );
}

const mostKeys = 4;

function fieldsTable({ fields }: GroupReport): string {
  return table(
    ['field', 'filled', 'of', 'attributes'],
    fields
      .filter(({ of, filled, expected }) => expected > 0 && (filled > 0 || (of !== 'sometimes' && of !== 'tag')))
      .map(({ field, of, filled, expected, keys }) => [
        field,
        percent(filled, expected),
        of === 'answered' || of === 'generated' || of === 'failed' ? of : 'requests',
        [
          // A tag may come from the resource, and an operation or model from the span's name.
          ...(keys.length === 0 && filled > 0 ? ['not a span attribute'] : []),
          ...keys.slice(0, mostKeys).map(({ key, requests }) => `${key} (${requests.toLocaleString('en')})`),
          ...(keys.length > mostKeys ? [`and ${keys.length - mostKeys} more`] : []),
        ].join('\n'),
      ])
  );
}

/** Shows one row per service and dialect and one column per tag: the share of requests that have it, and that inherit it. */
function tagsTable({ tags }: Report): string | null {
  const names = [...new Set(tags.filter(({ own, inherited }) => own + inherited > 0).map(({ tag }) => tag))];
  const rows = [...new Set(tags.map(({ service, dialect }) => `${service}\n${dialect}`))];
  const cell = (row: string, name: string): string => {
    const found = tags.find(({ service, dialect, tag }) => `${service}\n${dialect}` === row && tag === name);
    const { own = 0, inherited = 0, requests = 0 } = found ?? {};
    return inherited === 0
      ? percent(own, requests)
      : `${percent(own + inherited, requests)}\n${percent(inherited, requests)} inherited`;
  };
  return names.length === 0
    ? null
    : table(
        ['service', 'dialect', ...names],
        rows.map((row) => [...row.split('\n'), ...names.map((name) => cell(row, name))])
      );
}

function relationsTable({ relations }: Report): string | null {
  const twice = relations.some(({ relation, rows, spans }) => relation !== 'own' || rows > spans);
  return twice
    ? table(
        ['relation', 'service', 'dialect', 'spans', 'exported twice'],
        relations.map(({ relation, service, dialect, rows, spans }) => [
          relation.replace('_', ' '),
          service,
          known(dialect),
          rows,
          rows - spans,
        ])
      )
    : null;
}

function cacheTable({ groups }: Report): string | null {
  const rows = groups.flatMap(({ service, dialect, cacheRules }) =>
    cacheRules
      .filter(({ rule }) => rule !== 'no_cache')
      .map(({ rule, requests }) => [service, known(dialect), rule.replace(/_/g, ' '), requests])
  );
  return rows.length === 0 ? null : table(['service', 'dialect', 'cached tokens are', 'requests'], rows);
}

/** Groups findings that have the same advice. */
function findingsText({ findings, future }: Report): string {
  if (findings.length === 0) {
    return pc.green('No problems found.');
  }
  const byAdvice = new Map<string, typeof findings>();
  findings.forEach((finding) => {
    const key = `${finding.severity}\n${finding.about}\n${finding.advice}`;
    byAdvice.set(key, [...(byAdvice.get(key) ?? []), finding]);
  });
  const latest = future
    .map(({ latest: time }) => moment(time))
    .sort()
    .pop();
  return [...byAdvice.values()]
    .map((same) => {
      const [first] = same;
      const mark = first?.severity === 'warning' ? pc.yellow('!') : pc.dim('i');
      const where = same.map(
        ({ service, dialect, count, of }) =>
          `    ${[service, dialect].filter((part) => part !== '').join(' · ') || 'all'}: ${count.toLocaleString('en')} of ${of.toLocaleString('en')}`
      );
      const until = first?.about === 'future' && latest ? ` (latest: ${latest} UTC)` : '';
      return [`${mark} ${pc.bold(first?.about ?? '')}${until}`, `    ${first?.advice ?? ''}`, ...where].join('\n');
    })
    .join('\n');
}
