import { stringify } from 'yaml';

import { literal } from '../../components/literal.ts';
import { messages } from './messages.ts';
import type { Changes } from './source.ts';

/** Writes settings as they stand in a provisioning file, below the data source's entry. */
export function settingsYaml(changes: Changes): string {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? `jsonData: ${messages.nothing}\n`
    : stringify({ jsonData: literal(Object.fromEntries(given)) }, { lineWidth: 0 });
}
