import { explain } from '../explain.ts';
import { patternRefused } from '../messages.ts';
import type { Settings } from '../settings/settings.ts';
import { escapeParameter } from '../sql/escape.ts';
import { ask, type Exchange } from './exchange.ts';

/** ClickHouse's codes for an expression that is none: BAD_ARGUMENTS and CANNOT_COMPILE_REGEXP. */
const refusals: readonly number[] = [36, 427];
/** What is an expression stays one. */
const cacheSeconds = 86_400;

/**
 * Asks ClickHouse whether it takes the expressions that the settings redact with. One that it refuses would fail whatever shows
 * content, with an error of the statement's; this one says which setting to change.
 */
export function* redactionsTaken({ content: { redact } }: Pick<Settings, 'content'>): Exchange<null> {
  const { patterns } = redact;
  return yield* ask<null>({
    step: 'redactions',
    need: () => ({
      statements: patterns.map(({ pattern }) => ({
        sql: "SELECT replaceRegexpAll('a', {pattern:String}, '')",
        params: { pattern: escapeParameter(pattern) },
        settings: {},
        cacheSeconds,
      })),
    }),
    read: () => null,
    failed: (failure, index) =>
      refusals.includes(failure.code)
        ? { ...explain(failure), category: 'config', message: patternRefused(patterns[index]?.name ?? '') }
        : explain(failure),
  });
}
