import { isFetchError } from '@grafana/runtime';

import { ask } from './fetch.ts';
import { dashboardTag } from './links.ts';
import { messages } from './messages.ts';

export interface Health {
  ok: boolean;
  message: string;
  version: string | undefined;
  table: string | undefined;
  spans: number | undefined;
  /** The tables of closed hours, where they are kept. */
  tiers: Tiers | undefined;
}

export interface Tiers {
  closedHours: number;
  hoursByMinute: number;
  lagMinutes: number;
}

interface HealthAnswer {
  status?: string;
  message?: string;
  details?: Record<string, unknown>;
}

/** Checks a data source. An unhealthy one returns an HTTP error with the same body. */
export async function checkHealth(uid: string): Promise<Health> {
  try {
    const url = `/api/datasources/uid/${encodeURIComponent(uid)}/health`;
    return asHealth(await ask<HealthAnswer>({ url }));
  } catch (reason) {
    const answer: HealthAnswer = isFetchError<HealthAnswer>(reason) ? reason.data : {};
    return asHealth({ ...answer, status: 'ERROR' });
  }
}

function asHealth({ status, message, details = {} }: HealthAnswer): Health {
  const { version, table, genAiSpansLastDay, tiers } = details;
  return {
    ok: status === 'OK',
    message: message || messages.unreachable,
    version: typeof version === 'string' ? version : undefined,
    table: typeof table === 'string' ? table : undefined,
    spans: typeof genAiSpansLastDay === 'number' ? genAiSpansLastDay : undefined,
    tiers: isTiers(tiers) ? tiers : undefined,
  };
}

const isTiers = (told: unknown): told is Tiers =>
  ['closedHours', 'hoursByMinute', 'lagMinutes'].every(
    (name) => typeof (told as Record<string, unknown> | undefined)?.[name] === 'number'
  );

export interface Dashboard {
  uid: string;
  title: string;
  url: string;
}

export async function listDashboards(): Promise<Dashboard[]> {
  const params = { type: 'dash-db', tag: dashboardTag };
  const found = await ask<Dashboard[]>({ url: '/api/search', params });
  return [...found].sort((a, b) => a.title.localeCompare(b.title));
}
