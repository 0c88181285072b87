/** Messages of the price commands. */

import type { PresentModel } from '../../../src/engine/pricing/resolve.ts';
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
  `${lines.length} prices of ${source} are skipped because they are invalid:\n${named(lines)}`;

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

const models = (count: number): string => `${count} model${count === 1 ? '' : 's'}`;

const namesOf = (all: readonly PresentModel[]): string =>
  all
    .slice(0, 10)
    .map(({ provider, model }) => `${provider} ${model}`.trim())
    .concat(all.length > 10 ? [`${all.length - 10} more`] : [])
    .join(', ');

export const compared = (
  priced: number,
  differences: number,
  nowhere: readonly PresentModel[],
  unpriced: readonly PresentModel[]
) =>
  [
    `The rates of ${models(priced)} in use were compared with the public tables, where both know one${differences === 0 ? ': they differ by 1 % at most' : ''}. Overrides and aliases of a data source are not known here.`,
    ...(nowhere.length > 0 ? [`No public price is known for ${models(nowhere.length)}: ${namesOf(nowhere)}.`] : []),
    ...(unpriced.length > 0
      ? [`${models(unpriced.length)} in the spans without a price in use: ${namesOf(unpriced)}.`]
      : []),
  ].join('\n');

export const mostUsedOnly = () =>
  'There are more models in the spans than a census lists: only the most used ones were compared.';
