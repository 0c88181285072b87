import * as z from 'zod/mini';

import { UserError } from '../errors.ts';
import { inEnglish } from '../schemamessages.ts';
import { choicesSchema, readChoices, tuned } from './choices.ts';
import { parseDuration } from './duration.ts';
import { alertRules, ruleGroups } from './index.ts';
import { configUnreadable, unknownRule } from './messages.ts';
import type { AlertRule, RuleGroup } from './rule.ts';

const durationText = z.string().check(z.regex(/^(\d+[smhdw])+$/, 'it is not a duration such as 1m'));

const ruleSchema = z.extend(choicesSchema, {
  enabled: z.optional(z.boolean()),
  /** The shipped rule that a rule with its own uid is based on. */
  copyOf: z.optional(z.string()),
});

const schema = z.strictObject({
  datasourceUid: z.optional(z.string().check(z.minLength(1))),
  folder: z.optional(z.string().check(z.minLength(1))),
  interval: z.optional(durationText),
  labels: z.optional(z.record(z.string(), z.string())),
  rules: z._default(
    z.record(
      z
        .string()
        .check(z.regex(/^[a-zA-Z0-9_-]{1,40}$/, 'a uid has at most 40 letters, digits, hyphens and underscores')),
      z.unknown()
    ),
    {}
  ),
});

export interface AlertConfig {
  datasourceUid?: string | undefined;
  groups: RuleGroup[];
}

/**
 * Applies a configuration to the rule groups; whatever it leaves out stays as shipped. Throws UserError.
 *
 *   { folder: 'AI', interval: '2m', labels: { env: 'prod' },
 *     rules: { 'genai-latency-p99': { numbers: { p99: 20 } },
 *              'chat-latency': { copyOf: 'genai-latency-p99', filters: [...] },
 *              'genai-unpriced-model': { enabled: false } } }
 */
export function configured(value: unknown): AlertConfig {
  const parsed = schema.safeParse(value ?? {}, inEnglish);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UserError(configUnreadable(issue?.path.join('.') ?? '', issue?.message ?? 'unreadable'));
  }
  const { datasourceUid, folder, interval, labels, rules } = parsed.data;
  const made = Object.entries(rules).map(([uid, choice]) => ({ uid, ...readRule(uid, choice) }));
  const groups = ruleGroups.map((group): RuleGroup => ({
    ...group,
    folder: folder ?? group.folder,
    interval: interval === undefined ? group.interval : parseDuration(interval),
    rules: group.rules
      .flatMap((rule): AlertRule[] =>
        [
          ...made.filter(({ uid, like }) => uid === rule.uid || like === rule.uid).map(({ make }) => make),
          ...(made.some(({ uid }) => uid === rule.uid) ? [] : [rule]),
        ].filter((one): one is AlertRule => one !== null)
      )
      .map((rule) => ({ ...rule, labels: { ...rule.labels, ...labels } })),
  }));
  return { datasourceUid, groups: groups.filter((group) => group.rules.length > 0) };
}

function readRule(uid: string, value: unknown): { like: string; make: AlertRule | null } {
  const { enabled, copyOf, ...choices } = (value ?? {}) as Partial<z.infer<typeof ruleSchema>>;
  const like = copyOf ?? uid;
  const rule = alertRules.find((one) => one.uid === like);
  if (!rule) {
    throw new UserError(
      unknownRule(
        like,
        alertRules.map((one) => one.uid)
      )
    );
  }
  const make = tuned(rule, readChoices(uid, choices));
  // Grafana refuses two rules with the same title in a folder.
  const title = copyOf === undefined || choices.title !== undefined ? make.title : `${make.title} (${uid})`;
  return { like, make: enabled === false ? null : { ...make, uid, title } };
}
