import type { PluginExtensionAddedLinkConfig } from '@grafana/data';

import { appId } from '../links.ts';
import { may } from '../permissions.ts';
import { messages } from './messages.ts';

// The enum PluginExtensionPoints has it, too, but code loaded by Grafana's own pages should be small.
const targets = 'grafana/commandpalette/action';

const command = (
  title: string,
  description: string,
  page: string,
  permission?: string
): PluginExtensionAddedLinkConfig => ({
  targets,
  title,
  description,
  path: `/a/${appId}/${page}`,
  configure: () => (permission === undefined || may(permission) ? {} : undefined),
});

/** What can be begun from Grafana's command palette, beside the pages that it lists itself. */
export const commands: PluginExtensionAddedLinkConfig[] = [
  command(messages.addBudget, messages.addBudgetText, 'budgets?new=1', 'datasources:write'),
  command(messages.findUnpriced, messages.findUnpricedText, 'prices'),
  command(messages.comparePrompts, messages.comparePromptsText, 'prompts'),
  command(messages.setUp, messages.setUpText, 'setup', 'datasources:write'),
];
