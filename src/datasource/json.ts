/** A parsed JSON text, or the reason why it is not valid. */
export type Json = { ok: true; value: unknown } | { ok: false; reason: string };

export function readJson(text: string): Json {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (reason) {
    return { ok: false, reason: reason instanceof Error ? reason.message : String(reason) };
  }
}

export function writeJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
