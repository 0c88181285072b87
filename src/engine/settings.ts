import * as z from 'zod/mini';

import { UserError } from './errors.ts';
import type { HostSettings } from './host.ts';
import { invalidSetting, invalidTableName } from './messages.ts';
import { inEnglish } from './problems.ts';

const positive = (otherwise: number) => z._default(z.int().check(z.minimum(1)), otherwise);

const keyList = z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(200))).check(z.maxLength(20)));

const schema = z.object({
  database: z._default(z.string(), ''),
  tracesTable: z._default(z.string(), 'otel_traces'),
  logsTable: z._default(z.string(), 'otel_logs'),
  gaugesTable: z._default(z.string(), 'otel_metrics_gauge'),
  /** Seconds that an alert's window stays behind its tick: spans are written when they end and keyed by their start. */
  delaySeconds: z._default(z.int().check(z.minimum(0), z.maximum(86400)), 120),
  /** Seconds before the window in which the span of a score is looked for. */
  evaluationLagSeconds: z._default(z.int().check(z.minimum(0), z.maximum(7 * 86400)), 3600),
  /** Names of the user's own tags, by canonical field; a list replaces the default one. */
  tagKeys: z._default(
    z.partial(
      z.object({
        feature: keyList,
        userTier: keyList,
        team: keyList,
        customer: keyList,
        user: keyList,
        conversation: keyList,
        environment: keyList,
        promptName: keyList,
        promptVersion: keyList,
      })
    ),
    {}
  ),
  /** Whether input tokens hold cached ones: as the dialect says, or the same for the whole table. */
  inputTokens: z._default(z.enum(['auto', 'included', 'excluded']), 'auto'),
  limits: z._default(
    z.object({ rows: positive(1_000_000), bytes: positive(256 * 1024 * 1024), series: positive(1000) }),
    { rows: 1_000_000, bytes: 256 * 1024 * 1024, series: 1000 }
  ),
});

export type Settings = z.infer<typeof schema>;

/** The data source's own settings, with defaults. Throws UserError naming the setting. */
export function readSettings(host: HostSettings): Settings {
  const jsonData = Object.fromEntries(
    Object.entries(host.jsonData).filter(([, value]) => value !== '' && value !== null)
  );
  const parsed = schema.safeParse(jsonData, inEnglish);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UserError(invalidSetting(issue?.path.join('.') ?? '', issue?.message ?? 'unreadable'));
  }
  return { ...parsed.data, database: parsed.data.database || host.database };
}

/** `table` or `database.table` as a path; the data source's database where it names none. */
export function tablePath(name: string, database: string): string[] {
  const parts = name.split('.');
  if (parts.length > 2 || parts.some((part) => part.trim() === '')) {
    throw new UserError(invalidTableName(name));
  }
  return parts.length === 2 || database === '' ? parts : [database, ...parts];
}
