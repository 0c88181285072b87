/** Messages of the price commands. */

import type { LeftOut } from '../../../src/engine/pricing/synced.ts';

export const noTable = (table: string) =>
  `The table ${table} does not exist. Run "prices sync --create" to create it; --print-ddl shows the statement.`;

export const synced = (models: number, source: string, since: string | undefined) =>
  models === 0
    ? `Nothing to write: the prices in use are those of ${source}.`
    : `${models} model${models === 1 ? '' : 's'} changed, from ${source}, ${since === undefined ? 'for all times' : `from ${since} on`}.`;

const named = (lines: readonly LeftOut[]): string =>
  lines
    .slice(0, 10)
    .map(({ provider, model, problem }) => `  ${provider} ${model}: ${problem}`)
    .concat(lines.length > 10 ? [`  and ${lines.length - 10} more`] : [])
    .join('\n');

export const notTaken = (source: string, lines: readonly LeftOut[]) =>
  `${lines.length} prices of ${source} are left out, because they cannot be:\n${named(lines)}`;

export const notKept = (lines: readonly LeftOut[]) =>
  `${lines.length} lines of the table of prices cannot be read, and are not written again:\n${named(lines)}`;

export const noPrices = (file: string) => `${file}: it has no prices of providers that the price table knows.`;

export const notAList = (file: string, path: string, message: string) =>
  `${file}: ${path === '' ? 'it' : path} is not valid: ${message}. Write a list such as "- { provider: openai, model: gpt-4o, input: 2.5, output: 10 }".`;

export const needsProvider = (file: string, model: string) =>
  `${file}: ${model} needs a provider and a complete name, without * and without from and to: --since says from when on.`;

export const noTablePrice = (file: string, provider: string, model: string) =>
  `${file}: ${model} of ${provider} cannot be in the table of prices: its provider has no price per token, or a name has a tab, a line break or #. Use prices.overrides in the data source's settings.`;

export const notADay = (text: string) =>
  `"${text}" is not a day. Write --since as YYYY-MM-DD, or "ever" for all times.`;

export const oneSource = () => 'Name one source: --litellm or --yaml, or neither for the installed genai-prices.';

export const noDifference = (models: number) =>
  `The prices of ${models} model${models === 1 ? '' : 's'} in use differ from the public tables by 1 % at most.`;
