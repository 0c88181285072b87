import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { waitForUpdate } from '@pydantic/genai-prices';
import { Command } from 'commander';

import { keptOf, type LitellmEntry } from './litellm.ts';

new Command('take')
  .description(
    'Takes the prices of service tiers, modalities and searches from a copy of LiteLLM’s model_prices_and_context_window.json. Run "npm run generate" afterwards.'
  )
  .argument('<file>', 'the table')
  .argument('<version>', 'the version of LiteLLM that it comes from')
  .action(take)
  .parseAsync();

async function take(file: string, version: string): Promise<void> {
  await waitForUpdate();
  const table = JSON.parse(readFileSync(file, 'utf8')) as Record<string, LitellmEntry>;
  const { providers } = keptOf(version, table);
  const lines = Object.entries(providers).map(
    ([id, models]) =>
      `    ${JSON.stringify(id)}: {\n${Object.entries(models)
        .map(([model, entry]) => `      ${JSON.stringify(model)}: ${JSON.stringify(entry)}`)
        .join(',\n')}\n    }`
  );
  const text = `{\n  "version": ${JSON.stringify(version)},\n  "providers": {\n${lines.join(',\n')}\n  }\n}\n`;
  writeFileSync(fileURLToPath(new URL('litellm.json', import.meta.url)), text);
}
