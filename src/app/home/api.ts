import { isFetchError } from '@grafana/runtime';

import { ask } from '../fetch.ts';
import { dashboardTag } from '../links.ts';
import { messages } from './messages.ts';

export interface Health {
  ok: boolean;
  message: string;
  version: string | undefined;
  table: string | undefined;
  layout: string | undefined;
  /** Those of the last day. */
  spans: number | undefined;
  /** Seconds since the newest span began. */
  age: number | undefined;
  /** Instrumentations found in the spans of the last day, by their dialect. */
  dialects: string[];
  /** Instrumentation scopes that no dialect claims. */
  unknownScopes: string[];
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
  const text = (name: string) => (typeof details[name] === 'string' ? details[name] : undefined);
  const number = (name: string) => (typeof details[name] === 'number' ? details[name] : undefined);
  const list = (name: string) => (Array.isArray(details[name]) ? details[name].map(String) : []);
  const tiers = details['tiers'];
  return {
    ok: status === 'OK',
    message: message || messages.unreachable,
    version: text('version'),
    table: text('table'),
    layout: text('layout'),
    spans: number('genAiSpansLastDay'),
    age: number('newestSpanAgeSeconds'),
    dialects: list('dialects'),
    unknownScopes: list('unclassifiedScopes'),
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
