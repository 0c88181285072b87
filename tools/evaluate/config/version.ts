import { createHash } from 'node:crypto';
import { judges } from '../judges/builtin.ts';
import type { Written } from './schema.ts';

/**
 * What decides a score, and nothing else: results of one version are comparable. Which calls are taken, when, how many, where the
 * key is and what it may cost are none of it.
 */
export function decisiveParts(evaluator: Written): unknown {
  switch (evaluator.kind) {
    case 'judge': {
      const { builtIn, prompt, scale, passFrom, maxCharacters, model, requires } = evaluator;
      const { name, provider, temperature, maxOutputTokens } = model;
      const asked = builtIn === undefined ? prompt : judges[builtIn].prompt;
      return ['judge', asked, scale, passFrom, maxCharacters, name, provider, temperature, maxOutputTokens, requires];
    }
    case 'check': {
      const { name: _, version: _version, filters: _filters, sample: _sample, ...rest } = evaluator;
      const { delaySeconds: _delay, lookbackSeconds: _lookback, ...decisive } = rest;
      return decisive;
    }
    case 'http': {
      const { url, variables, maxCharacters, requires } = evaluator;
      return ['http', url, variables, maxCharacters, requires];
    }
  }
}

/** The version as it was written, or else a hash of what decides a score, 12 hexadecimal digits. */
export const versionOf = (evaluator: Written): string =>
  evaluator.version ??
  createHash('sha256')
    .update(JSON.stringify(ordered(decisiveParts(evaluator))))
    .digest('hex')
    .slice(0, 12);

/** The same value with its keys in order, so that their order in the file says nothing. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => ordered(one) ?? null);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, one]) => [key, ordered(one)])
      )
    : value;
}
