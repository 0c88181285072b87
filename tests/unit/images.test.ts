import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

test('every picture is shown somewhere in the documentation', () => {
  const texts = [root('README.md'), ...readdirSync(root('docs')).map((name) => root(`docs/${name}`))]
    .filter((path) => path.endsWith('.md'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  const unseen = readdirSync(root('docs/img')).filter((name) => !texts.includes(`img/${name}`));
  expect(unseen).toEqual([]);
});
