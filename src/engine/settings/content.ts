import * as z from 'zod/mini';

import { mayBeRe2 } from './redaction.ts';

/** Grafana's roles in an organization, the least first. */
export const roles = ['Viewer', 'Editor', 'Admin'] as const;
export type Role = (typeof roles)[number];

const key = z.string().check(z.minLength(1), z.maxLength(200));
const keys = z._default(z.array(key).check(z.maxLength(100)), []);

const redaction = z.strictObject({
  name: z.string().check(z.regex(/^[A-Za-z0-9 _-]{1,40}$/, 'it is not a name of 1 to 40 letters, digits and spaces')),
  pattern: z
    .string()
    .check(
      z.minLength(1),
      z.maxLength(1000),
      z.refine(mayBeRe2, 'it is not an RE2 expression: it has a lookaround, a backreference, or an open bracket')
    ),
});

/** Who may read what users, models and tools wrote, and which attributes are that. */
export const contentSettings = z._default(
  z.strictObject({
    allow: z._default(z.boolean(), false),
    minimumRole: z._default(z.enum(roles), 'Editor'),
    /** Attributes that hold content although their names do not say so, and attributes that do not although they do. */
    keys,
    exempt: keys,
    /** What is replaced in what is shown: what the plugin knows, unless switched off, and further RE2 expressions. */
    redact: z._default(
      z.strictObject({
        builtIn: z._default(z.boolean(), true),
        patterns: z._default(z.array(redaction).check(z.maxLength(50)), []),
      }),
      { builtIn: true, patterns: [] }
    ),
    /** Characters that are shown of each prompt and answer. */
    maxLength: z._default(z.int().check(z.minimum(1), z.maximum(1_000_000)), 10_000),
  }),
  {
    allow: false,
    minimumRole: 'Editor',
    keys: [],
    exempt: [],
    redact: { builtIn: true, patterns: [] },
    maxLength: 10_000,
  }
);

/**
 * What SQL may read: `checked`, of whoever may not read content, only named columns of the data source's tables; `all`, whatever
 * the ClickHouse user may read; `off`, nothing.
 */
export const sqlSetting = z._default(z.enum(['checked', 'all', 'off']), 'checked');
