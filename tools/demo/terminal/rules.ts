import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../../build/paths.ts';
import type { PluginQuery } from '../../plugin/messages.ts';

/** The part of a provisioning file that an evaluation needs. */
interface FileRule {
  uid: string;
  title: string;
  condition: string;
  for: string;
  noDataState: string;
  data: Array<{
    refId: string;
    datasourceUid: string;
    relativeTimeRange: { from: number; to: number };
    model: Record<string, unknown>;
  }>;
}

export interface Rule {
  uid: string;
  title: string;
  pending: string;
  noDataState: string;
  queries: Array<PluginQuery & { fromSeconds: number; toSeconds: number }>;
  expression: string;
}

const expressions = '__expr__';

/** Every rule that is provisioned. */
export function readRules(folder = join(root, 'provisioning/alerting')): Rule[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => rulesOf(readFileSync(join(folder, file), 'utf8')));
}

function rulesOf(text: string): Rule[] {
  const { groups } = parse(text) as { groups: Array<{ rules: FileRule[] }> };
  return groups.flatMap(({ rules }) => rules).map(ruleOf);
}

function ruleOf({ uid, title, condition, for: pending, noDataState, data }: FileRule): Rule {
  const last = data.find(({ refId }) => refId === condition);
  if (last?.datasourceUid !== expressions || last.model['type'] !== 'math') {
    throw new Error(`The rule "${title}" does not end in a math expression; the terminal evaluates no other kind.`);
  }
  const queries = data
    .filter(({ datasourceUid }) => datasourceUid !== expressions)
    .map(({ refId, model, relativeTimeRange: { from, to } }) => ({ refId, model, fromSeconds: from, toSeconds: to }));
  return { uid, title, pending, noDataState, queries, expression: String(last.model['expression']) };
}
