import { afterAll, beforeAll, test } from 'vitest';
import { from, load, demoRows, span, t0 } from './rows.ts';
import { panel, startHost, type Host } from './support.ts';

let host: Host;
beforeAll(async () => {
  host = await startHost();
  const rows = demoRows();
  await load(host.url, 'otel', rows);
});
afterAll(() => host.close());
const common = { version: 1, format: 'table' };
const show = async (q: object) => {
  const a = await host.ask({ ...common, ...q }, panel(from, t0));
  console.log(JSON.stringify(q)); console.log(a.columns.join(' | ')); a.rows.forEach((r) => console.log(JSON.stringify(r)));
};
test('smoke', async () => {
  await show({ kind: 'prompt_versions' });
  await show({ kind: 'prompt_versions', deployments: true });
  await show({ kind: 'prompt_compare', prompt: 'support-answer', a: 'v7', b: 'v8' });
  await show({ kind: 'prompt_template', prompt: 'support-answer' });
  await show({ kind: 'semantic_cache', groupBy: ['feature'] });
});
