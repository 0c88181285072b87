import type { RuleGroup } from './rule.ts';
import { faithfulnessDrop } from './rules/faithfulness-drop.ts';

/** Every rule that is shipped, by the file that provisions it. */
export const ruleGroups: RuleGroup[] = [
  {
    file: 'faithfulness-drop',
    name: 'GenAI quality',
    folder: 'GenAI Observability',
    interval: 60,
    rules: [faithfulnessDrop],
  },
];
