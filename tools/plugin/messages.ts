/** The part of the SDK's backend.proto that a caller sees, as proto-loader returns it (longs are numbers, enums are names). */

export interface StoredSettings {
  uid: string;
  name: string;
  url: string;
  jsonData: Record<string, unknown>;
  secureJsonData: Record<string, string>;
}

/** A query as Grafana saves it in a panel or a rule: an object with a refId. */
export interface PluginQuery {
  refId: string;
  model: Record<string, unknown>;
  maxDataPoints?: number;
  intervalMs?: number;
}

/** A time range in epoch milliseconds. */
export interface AskedRange {
  from: number;
  to: number;
  /** Whether to query as a rule's evaluation does. */
  fromAlert?: boolean;
  /** Who asks, with the role in the organization; nobody if left out. */
  user?: WireUser;
}

export interface WireUser {
  login: string;
  role: string;
}

export interface FrameField {
  name: string;
  type: string;
  labels?: Record<string, string>;
  config?: { displayNameFromDS?: string; unit?: string; decimals?: number };
}

/** A data frame in the SDK's JSON form. */
export interface JsonFrame {
  schema: {
    name?: string;
    refId?: string;
    fields: FrameField[];
    meta?: { type?: string; custom?: Record<string, unknown>; notices?: Array<{ severity: string; text: string }> };
  };
  data: { values: unknown[][] };
}

export interface QueryAnswer {
  frames: JsonFrame[];
  error: string;
  status: number;
  errorSource: string;
}

export interface HealthAnswer {
  status: 'UNKNOWN' | 'OK' | 'ERROR';
  message: string;
  details: unknown;
}

export interface CallAnswer {
  code: number;
  body: unknown;
}

export interface WireContext {
  user?: WireUser;
  orgId: number;
  pluginId: string;
  dataSourceInstanceSettings: {
    id: number;
    uid: string;
    name: string;
    url: string;
    jsonData: Buffer;
    decryptedSecureJsonData: Record<string, string>;
    lastUpdatedMS: number;
  };
}

/** Grafana's own header names. */
const FROM_ALERT = { FromAlert: 'true' };

export const headersOf = (range: AskedRange): Record<string, string> => (range.fromAlert ? FROM_ALERT : {});

/** Uses a constant time of change for the settings, so that the plugin keeps its instance. */
export function wireContext(pluginId: string, settings: StoredSettings, user?: WireUser): WireContext {
  return {
    orgId: 1,
    pluginId,
    ...(user ? { user } : {}),
    dataSourceInstanceSettings: {
      id: 1,
      uid: settings.uid,
      name: settings.name,
      url: settings.url,
      jsonData: Buffer.from(JSON.stringify(settings.jsonData)),
      decryptedSecureJsonData: settings.secureJsonData,
      lastUpdatedMS: 1,
    },
  };
}
