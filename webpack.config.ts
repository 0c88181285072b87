import CopyWebpackPlugin from 'copy-webpack-plugin';
import path from 'node:path';
import type { Configuration } from 'webpack';
import { merge } from 'webpack-merge';

import grafanaConfig, { type Env } from './.config/webpack/webpack.config.ts';

/** Grafana before 12.2.5 does not share them, so nothing may be left to Grafana to find. Externals win over aliases. */
const jsxModules = ['react/jsx-runtime', 'react/jsx-dev-runtime'];

export default async function config(env: Env): Promise<Configuration> {
  const base = await grafanaConfig(env);
  const externals = Array.isArray(base.externals) ? base.externals : [];
  return merge(
    {
      ...base,
      externals: externals.filter((external) => !jsxModules.includes(String(external))),
      plugins: (base.plugins ?? []).map(withoutCompilerSettings),
    },
    {
      module: {
        rules: [
          // Grafana looks for the chunks of a nested plugin in that plugin's folder, and webpack writes all chunks to
          // one. Only the app is split, so what the data source's libraries load lazily comes with it.
          { test: /node_modules/, parser: { dynamicImportMode: 'eager' } },
        ],
      },
      resolve: {
        alias: Object.fromEntries(jsxModules.map((name) => [`${name}$`, path.resolve('src/datasource/jsxRuntime.ts')])),
      },
      plugins: [
        new CopyWebpackPlugin({
          patterns: [
            { from: 'datasource/img', to: 'datasource/img' },
            { from: path.resolve('dashboards'), to: 'dashboards', noErrorOnMissing: true },
            {
              context: path.resolve('provisioning'),
              from: 'alerting/*.yaml',
              to: 'provisioning',
              noErrorOnMissing: true,
            },
          ],
        }),
      ],
    }
  );
}

/** create-plugin copies every JSON file below `src`; the engine's tsconfig.json is none of Grafana's. */
function withoutCompilerSettings<Plugin>(plugin: Plugin): Plugin | CopyWebpackPlugin {
  if (!(plugin instanceof CopyWebpackPlugin)) {
    return plugin;
  }
  const { patterns } = plugin as unknown as { patterns: Array<string | { from: string }> };
  return new CopyWebpackPlugin({
    patterns: patterns.map((pattern) =>
      typeof pattern === 'object' && pattern.from.endsWith('*.json')
        ? { ...pattern, globOptions: { ignore: ['**/tsconfig.json'] } }
        : pattern
    ),
  });
}
