import { Document } from 'yaml';

import { ruleGroups } from '../../../src/engine/alerts/index.ts';
import type { RuleGroup } from '../../../src/engine/alerts/rule.ts';
import { duration, interpolated } from './channel.ts';
import { commentLines, explainRule } from './comments.ts';
import { fileRule, type RuleOptions } from './rule.ts';

/** Text of each provisioning file by its name: `{ 'faithfulness-drop.yaml': '# ...' }`. */
export function renderRules(options: RuleOptions = {}): Record<string, string> {
  return Object.fromEntries(ruleGroups.map((group) => [`${group.file}.yaml`, renderGroup(group, options)]));
}

function renderGroup(group: RuleGroup, options: RuleOptions): string {
  const document = new Document(
    {
      apiVersion: 1,
      groups: [
        {
          orgId: 1,
          name: interpolated(group.name),
          folder: interpolated(group.folder),
          interval: options.interval ?? duration(group.interval),
          rules: group.rules.map((rule) => fileRule(rule, options)),
        },
      ],
    },
    // Queries share their statement; an alias would hide from a reader that they are whole.
    { aliasDuplicateObjects: false }
  );
  document.commentBefore = commentLines(
    'Written by "npm run generate" from src/engine/alerts. See docs/alert-rules.md before changing a copy of it.'
  );
  group.rules.forEach((rule, index) => explainRule(document, ['groups', 0, 'rules', index], rule));
  return document.toString({ lineWidth: 0, singleQuote: true });
}
