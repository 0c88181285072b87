import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isStamped } from '../../tools/build/stamp.ts';
import { frontend } from '../../tools/build/steps.ts';

/** The modules that Grafana 12.2 shares with plugins: sharedDependencies.ts of its plugin loader. `module` is the loader's own. */
const shared = [
  '@emotion/css',
  '@emotion/react',
  '@grafana/data',
  '@grafana/data/unstable',
  '@grafana/runtime',
  '@grafana/runtime/unstable',
  '@grafana/slate-react',
  '@grafana/ui',
  '@grafana/ui/unstable',
  '@kusto/monaco-kusto',
  'd3',
  'emotion',
  'i18next',
  'jquery',
  'lodash',
  'module',
  'moment',
  'prismjs',
  'react',
  'react-dom',
  'react-inlinesvg',
  'react-redux',
  'react-router',
  'react-router-dom',
  'redux',
  'rxjs',
  'rxjs/operators',
  'slate',
  'slate-plain-serializer',
  'slate-react',
];

/** False after `npm run dev`, which leaves a development build there. */
const isReleased = isStamped(frontend.id);
const dist = (file: string) => new URL(`../../dist/${file}`, import.meta.url);

describe.each(['module.js', 'datasource/module.js'])('dist/%s', (file) => {
  const built = isReleased && existsSync(dist(file));
  const text = built ? readFileSync(dist(file), 'utf8') : '';

  it.skipIf(!built)(
    `asks Grafana only for modules that it shares${built ? '' : ' (skipped: build the plugin first)'}`,
    () => {
      const dependencies = /define\((?:"[^"]*",)?(\[[^\]]*\])/.exec(text)?.[1];
      expect(dependencies, 'the list of AMD dependencies').toBeDefined();
      const asked = JSON.parse(dependencies ?? '[]') as string[];
      expect(asked.filter((name) => !shared.includes(name))).toEqual([]);
    }
  );

  it.skipIf(!built)('has its source map', () => {
    expect(existsSync(dist(`${file}.map`))).toBe(true);
  });
});

/** Grafana serves a nested plugin from its own folder, where webpack does not put chunks. */
it.skipIf(!isReleased || !existsSync(dist('datasource/module.js')))('the data source is one file', () => {
  expect(readFileSync(dist('datasource/module.js'), 'utf8')).not.toMatch(/\.js\?_cache=/);
});
