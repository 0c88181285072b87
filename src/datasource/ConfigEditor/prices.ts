import { priceSettings } from '../../engine/settings/prices.ts';
import { inEnglish } from '../../engine/schemamessages.ts';
import { isObject, readJson } from '../json.ts';
import type { Settings } from '../types.ts';
import { messages } from './messages.ts';

export type Prices = { ok: true; prices: Settings['prices'] | undefined } | { ok: false; problem: string };

/** Parses the setting; an empty text means no setting. An unknown name is an error, because it would have no effect. */
export function readPrices(text: string): Prices {
  if (text.trim() === '') {
    return { ok: true, prices: undefined };
  }
  const json = readJson(text);
  if (!json.ok) {
    return { ok: false, problem: messages.notJson(json.reason) };
  }
  const parsed = priceSettings.safeParse(json.value, inEnglish);
  const issue = parsed.error?.issues[0];
  if (!parsed.success) {
    return { ok: false, problem: messages.wrongPrices(issue?.path.join('.') ?? '', issue?.message ?? '') };
  }
  const unknown = unknownName(json.value, parsed.data);
  return unknown === undefined
    ? { ok: true, prices: json.value as Settings['prices'] }
    : { ok: false, problem: messages.unknownPriceField(unknown) };
}

/** Returns the path of the first name that was ignored. */
function unknownName(given: unknown, read: unknown): string | undefined {
  if (Array.isArray(given) && Array.isArray(read)) {
    return first(given.map((value, index) => [String(index), value, read[index]]));
  }
  if (!isObject(given) || !isObject(read)) {
    return undefined;
  }
  const stranger = Object.keys(given).find((name) => !(name in read));
  return stranger ?? first(Object.entries(given).map(([name, value]) => [name, value, read[name]]));
}

function first(parts: Array<[string, unknown, unknown]>): string | undefined {
  for (const [name, given, read] of parts) {
    const inside = unknownName(given, read);
    if (inside !== undefined) {
      return `${name}.${inside}`;
    }
  }
  return undefined;
}
