import { join } from 'node:path';
import { build } from '../../../tools/build/build.ts';
import { dist } from '../../../tools/build/paths.ts';
import { executableName, here } from '../../../tools/build/platform.ts';
import { startPlugin } from '../../../tools/plugin/start.ts';
import { request, type Ask } from './measured.ts';

export interface Backend {
  ask: Ask;
  close(): Promise<void>;
}

/** Runs the same queries through the built backend, as Grafana does. */
export async function throughBackend(url: string, jsonData: Record<string, unknown>): Promise<Backend> {
  await build({ only: 'backend' });
  const plugin = await startPlugin(join(dist, executableName(here())));
  const settings = { uid: 'corpus', name: 'Corpus', url, jsonData, secureJsonData: {} };
  const range = { from: request.from, to: request.to };
  return {
    async ask(query) {
      const { A } = await plugin.queryData(settings, [{ refId: 'A', model: { ...query } }], range);
      const [frame] = A?.frames ?? [];
      if (A?.error || !frame) {
        throw new Error(A?.error ?? 'no frame');
      }
      const names = frame.schema.fields.map(({ name }) => name);
      const columns = frame.data.values as (string | number | null)[][];
      return (columns[0] ?? []).map((_, row) =>
        Object.fromEntries(names.map((name, index) => [name, columns[index]?.[row] ?? null]))
      );
    },
    close: () => plugin.stop(),
  };
}
