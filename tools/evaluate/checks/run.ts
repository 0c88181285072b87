import type { Check } from '../config/schema.ts';
import type { Values } from '../variables.ts';
import type { Skip, Verdict } from '../verdict.ts';
import { isJson } from './json.ts';
import { isIn } from './language.ts';
import { hasLength } from './length.ts';
import { hasNoPii } from './pii.ts';
import { isNoRefusal } from './refusal.ts';
import { fitsPattern } from './regex.ts';

/** Runs a check over what a call says. It asks nobody. */
export function runCheck(check: Check, values: Values): Verdict | Skip {
  const text = values[check.of];
  switch (check.check) {
    case 'json':
      return isJson(text);
    case 'length':
      return hasLength(text, check);
    case 'regex':
      return fitsPattern(text, check);
    case 'refusal':
      return isNoRefusal(text);
    case 'language':
      return isIn(text, check.languages);
    case 'pii':
      return hasNoPii(text, check.kinds);
  }
}
