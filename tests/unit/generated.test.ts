import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import type { HostSettings, Request } from '../../src/engine/host.ts';
import { preview } from '../../src/engine/preview.ts';
import { renderPage } from '../../tools/generate/docs/render.ts';
import { generatedFiles } from '../../tools/generate/files.ts';
import { source } from './source.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const host: HostSettings = { url: 'http://clickhouse:8123', database: 'otel', user: 'genai', jsonData: {} };
const request = (fromAlert: boolean): Request => ({
  refId: 'A',
  from: 1_790_000_000_000,
  to: 1_790_001_800_000,
  intervalMs: 60_000,
  maxDataPoints: 100,
  fromAlert,
});

const compiled = (query: unknown, fromAlert = false) => preview(query, request(fromAlert), host, source);

describe('generated files', () => {
  const files = generatedFiles(root);

  it.each(Object.keys(files))('%s is what the generator writes', (path) => {
    expect(existsSync(join(root, path))).toBe(true);
    expect(readFileSync(join(root, path), 'utf8')).toBe(files[path]);
  });

  it('are the same on every run', () => {
    expect(generatedFiles(root)).toEqual(files);
  });

  it('refuse a table that does not exist', () => {
    expect(() => renderPage('<!-- generated: nothing -->\n<!-- /generated -->')).toThrow(
      /no generated section "nothing"/
    );
  });
});

describe('the documentation’s queries', () => {
  const page = readFileSync(join(root, 'docs/query-model.md'), 'utf8');
  const blocks = (language: string) =>
    [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map((match) => match[1] ?? '');

  it.each(blocks('json'))('can be asked: %s', (text) => {
    expect(compiled(JSON.parse(text))).toMatchObject({ ok: true });
  });

  it.each(blocks('yaml'))('can be asked by rules: %s', (text) => {
    const { data } = parse(text) as { data: { datasourceUid: string; model: unknown }[] };
    const queries = data.filter(({ datasourceUid }) => datasourceUid !== '__expr__');
    expect(queries.length).toBeGreaterThan(0);
    queries.forEach(({ model }) => expect(compiled(model, true)).toMatchObject({ ok: true }));
  });
});
