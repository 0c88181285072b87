import { prefixProvider } from './providers.ts';
import { isVersioned } from './spelling.ts';
import type { PriceTable } from './table.ts';

/** A way to read a model's name, in lower case. `provider` is set if the name contains it: an id of the table, or ''. */
export interface Reading {
  provider?: string | undefined;
  name: string;
  /** Whether it is a guess that the name means the same model. */
  assumed?: true;
}

/** Matches `arn:aws:bedrock:us-east-1:123:inference-profile/us.anthropic...`; other kinds of ARN do not contain a model. */
const knownArn = /^arn:aws[a-z-]*:bedrock:[^:]*:[^:]*:(?:foundation-model|inference-profile)\/(.+)$/;

/** Matches `projects/p/locations/l/publishers/google/models/gemini-...`, or the end of it. */
const googlePath = /^(?:projects\/.*\/)?(?:publishers\/[^/]+\/)?models\/([^/]+)$/;

const bedrockId =
  /^(?:[a-z-]+\.)?(?:ai21|amazon|anthropic|cohere|deepseek|google|meta|mistral|nvidia|openai|qwen|writer)\.[a-z]/;

/** Matches regions: `ca.anthropic.` is one like `us.anthropic.`, which the table lists; `global.` has its own prices. */
const region = /^(?!global\.)[a-z-]{2,6}\.(?=[a-z0-9]+\.)/;

/** Lists all ways to read the name, the most literal first; none if it cannot be a model's. */
export function readingsOf(model: string, table: PriceTable): Reading[] {
  const found = [...located({ name: model.trim().toLowerCase() }, table)].flatMap(spellings);
  const key = ({ provider = '?', name }: Reading) => `${provider}/${name}`;
  return found.filter((one, index) => one.name !== '' && found.findIndex((other) => key(other) === key(one)) === index);
}

/** Removes the parts that say where the model runs. */
function located(reading: Reading, table: PriceTable): Reading[] {
  const { name } = reading;
  if (name.startsWith('arn:')) {
    const id = knownArn.exec(name)?.[1];
    return id === undefined ? [] : [{ provider: 'aws', name: id }];
  }
  const path = googlePath.exec(name)?.[1];
  if (path !== undefined) {
    return [{ provider: 'google', name: path }];
  }
  const [, prefix = '', rest = ''] = /^([^/:]+)[/:](.+)$/.exec(name) ?? [];
  const provider = prefix === '' ? undefined : prefixProvider(prefix, table);
  const further = provider === undefined ? within(reading) : located({ provider, name: rest }, table);
  return provider === undefined && reading.provider === undefined && bedrockId.test(name)
    ? [{ provider: 'aws', name }, ...further]
    : [reading, ...further];
}

/** Reads names within a prefix; in `bedrock/us-east-1/anthropic...`, the part in between is not a provider. */
function within({ provider, name }: Reading): Reading[] {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return provider === 'aws' && last !== name ? [{ provider, name: last }] : [];
}

/** Lists other spellings of the same model; `gpt-4o-2024-05-13` is not one of `gpt-4o`, because it costs more. */
function spellings(reading: Reading): Reading[] {
  const { provider, name } = reading;
  const others = [
    name.replace(/@(?=\d{8}$)/, '-'),
    name.replace(/@(?:latest|default)$/, ''),
    name.replace(/-latest$/, ''),
    ...(provider === 'aws' ? [name.replace(region, ''), name.replace(/(?:-v\d+)?(?::\d+)?$/, '')] : []),
  ];
  const isGuess = (other: string): boolean => other !== name && /latest|default/.test(name) && !isVersioned(other);
  return [
    reading,
    ...others.map((other): Reading => ({ ...reading, name: other, ...(isGuess(other) ? { assumed: true } : {}) })),
  ].flatMap((one) => [one, dashedDate(one)]);
}

/** Reads `gpt-4o-20240806` as `gpt-4o-2024-08-06`. */
function dashedDate(reading: Reading): Reading {
  return { ...reading, name: reading.name.replace(/-(20\d\d)([01]\d)([0-3]\d)(?=-|:|$)/, '-$1-$2-$3') };
}
