import { advice, unreadAdvice } from './advice.ts';
import { expected } from './expected.ts';
import type { GroupReport, Report, Finding } from './model.ts';
import { tagDimensions } from './tags.ts';

/** A smaller share than this comes from odd calls, not from the instrumentation. */
const negligible = 0.01;

/** Lists the findings: warnings first, and the most frequent first within each severity. */
export function findingsOf(report: Omit<Report, 'findings'>): Finding[] {
  const found = [
    ...report.groups.flatMap(ofGroup),
    ...ofTags(report),
    ...ofRelations(report),
    ...report.parents.map((one) => finding('warning', 'missingParents', one, one.missing, one.below)),
    ...report.future.map((one) => finding('warning', 'future', one, one.spans, one.spans)),
    ...report.unpriced.map((one) => ({
      ...finding('warning', 'unpriced', {}, one.unpriced - one.withoutTokens, one.requests),
      about: `unpriced: ${one.provider} ${one.model}`,
    })),
  ];
  const rank = ({ severity }: Finding) => (severity === 'warning' ? 0 : 1);
  return found
    .filter(({ count }) => count > 0)
    .sort((a, b) => rank(a) - rank(b) || b.count - a.count || (a.about < b.about ? -1 : 1));
}

function finding(
  severity: Finding['severity'],
  about: keyof typeof advice,
  where: { service?: string; dialect?: string; scope?: string },
  count: number,
  of: number
): Finding {
  const { service = '', dialect = '', scope = '' } = where;
  return { severity, about, service, dialect, scope, count, of, advice: advice[about] };
}

function ofGroup(group: GroupReport): Finding[] {
  const { service, dialect, scope } = group;
  const here = { service, dialect, scope };
  const missing = group.fields.flatMap(({ field, of, filled, expected: wanted }, index): Finding[] => {
    const lacking = wanted - filled;
    return of === 'sometimes' || of === 'tag' || lacking <= wanted * negligible
      ? []
      : [
          {
            severity: 'warning',
            about: field,
            ...here,
            count: lacking,
            of: wanted,
            advice: expected[index]?.advice ?? '',
          },
        ];
  });
  const never = group.fields.flatMap(({ field, of, filled, expected: wanted }, index): Finding[] =>
    of === 'sometimes' && filled === 0 && wanted > 0
      ? [{ severity: 'info', about: field, ...here, count: wanted, of: wanted, advice: expected[index]?.advice ?? '' }]
      : []
  );
  const unread = group.unread.map(({ field, problem, spans }): Finding => ({
    severity: 'warning',
    about: `${field}: ${problem.replace('_', ' ')}`,
    ...here,
    count: spans,
    of: group.spans,
    advice: unreadAdvice[problem],
  }));
  return [
    ...missing,
    ...never,
    ...unread,
    ...(dialect === '' ? [finding('warning', 'unclassified', group, group.spans, group.spans)] : []),
    finding('warning', 'unknownOperation', group, group.unknownOperations, group.spans),
    finding('warning', 'duplicates', group, group.duplicates, group.spans),
    finding('info', 'sampled', group, group.sampling.sampled, group.spans),
  ];
}

function ofTags({ tags }: Omit<Report, 'findings'>): Finding[] {
  return tags.flatMap(({ tag, requests, own, inherited, service, dialect }): Finding[] => {
    const field = tagDimensions.find(({ id }) => id === tag)?.field;
    const wanted = expected.find((one) => one.field === field);
    const lacking = requests - own - inherited;
    return [
      ...(wanted && lacking > requests * negligible
        ? [
            {
              severity: 'info' as const,
              about: tag,
              service,
              dialect,
              scope: '',
              count: lacking,
              of: requests,
              advice: wanted.advice,
            },
          ]
        : []),
      { ...finding('info', 'inherited', { service, dialect }, inherited, requests), about: `${tag}: inherited` },
    ];
  });
}

function ofRelations({ relations }: Omit<Report, 'findings'>): Finding[] {
  return relations.flatMap(({ relation, rows, ...where }) =>
    relation === 'own'
      ? []
      : [
          {
            ...finding('info', relation === 'wrapper' ? 'wrappers' : 'merged', where, rows, rows),
            about: `${relation === 'wrapper' ? 'wrapper' : 'merged'}: ${relation.replace('_', ' ')}`,
          },
        ]
  );
}
