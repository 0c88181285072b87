import * as z from 'zod/mini';

/** Grafana's roles in an organization, the least first. */
export const roles = ['Viewer', 'Editor', 'Admin'] as const;
export type Role = (typeof roles)[number];

const key = z.string().check(z.minLength(1), z.maxLength(200));
const keys = z._default(z.array(key).check(z.maxLength(100)), []);

/** Who may read what users, models and tools wrote, and which attributes are that. */
export const contentSettings = z._default(
  z.strictObject({
    allow: z._default(z.boolean(), false),
    minimumRole: z._default(z.enum(roles), 'Editor'),
    /** Attributes that hold content although their names do not say so, and attributes that do not although they do. */
    keys,
    exempt: keys,
  }),
  { allow: false, minimumRole: 'Editor', keys: [], exempt: [] }
);

/**
 * What SQL may read: `checked`, of whoever may not read content, only named columns of the data source's tables; `all`, whatever
 * the ClickHouse user may read; `off`, nothing.
 */
export const sqlSetting = z._default(z.enum(['checked', 'all', 'off']), 'checked');
