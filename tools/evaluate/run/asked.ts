import { randomBytes } from 'node:crypto';
import type { HostSettings } from '../../../src/engine/host.ts';
import { readSettings } from '../../../src/engine/settings/settings.ts';
import type { Evaluator, Http, Judge } from '../config/schema.ts';
import { askService } from '../http/ask.ts';
import { askJudge } from '../judges/ask.ts';
import { judges } from '../judges/builtin.ts';
import { priceOf } from '../judges/price.ts';
import { promptOf } from '../judges/prompt.ts';
import { keyOf } from '../keys.ts';
import { piiNeedsRedaction, unpricedJudge } from '../messages.ts';
import type { Remote } from '../remote.ts';
import { variablesIn } from '../template.ts';
import type { Variable } from '../variables.ts';

/** Tokens that the frame of messages and the schema of the answer add at most. */
const frame = 1000;

/** Who is asked by an evaluator; undefined for a check. Throws with what is missing: a key, a price, a setting. */
export function remoteOf(evaluator: Evaluator, host: HostSettings, now: number): Remote | undefined {
  switch (evaluator.kind) {
    case 'judge':
      return judgeOf(evaluator, host, now);
    case 'http':
      return serviceOf(evaluator);
    case 'check':
      if (evaluator.check === 'pii' && !readSettings(host).content.redact.builtIn) {
        throw new Error(piiNeedsRedaction(evaluator.name));
      }
      return undefined;
  }
}

function judgeOf(judge: Judge, host: HostSettings, now: number): Remote {
  const { name, cap, model } = judge;
  const price = priceOf(judge, readSettings(host).prices, now);
  if (!price && (cap.day !== undefined || cap.month !== undefined)) {
    throw new Error(unpricedJudge(name, model.provider, model.name));
  }
  const key = keyOf(model);
  const costOf: Remote['costOf'] = (tokens) => price?.(tokens) ?? 0;
  return {
    model: model.name,
    isPriced: price !== undefined,
    costOf,
    about: (values) => {
      const prompt = promptOf(judge, values, randomBytes(6).toString('hex'));
      // A token is a byte at least.
      const input = Buffer.byteLength(prompt.system) + Buffer.byteLength(prompt.user) + frame;
      return { most: costOf({ input, output: model.maxOutputTokens }), ask: () => askJudge(judge, key, prompt) };
    },
  };
}

function serviceOf(evaluator: Http): Remote {
  const key = keyOf(evaluator);
  return {
    model: '',
    isPriced: false,
    costOf: () => 0,
    about: (values) => ({ most: 0, ask: () => askService(evaluator, key, values) }),
  };
}

/** What a call must have for an evaluator to decide on it. */
export function requiredBy(evaluator: Evaluator): readonly Variable[] {
  if (evaluator.requires) {
    return evaluator.requires;
  }
  switch (evaluator.kind) {
    case 'judge':
      return evaluator.builtIn === undefined
        ? (['question', 'answer'] as const).filter((one) => variablesIn(evaluator.prompt ?? '').includes(one))
        : judges[evaluator.builtIn].requires;
    case 'check':
      return [evaluator.of];
    case 'http':
      return ['answer'];
  }
}
