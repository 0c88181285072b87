import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...markdownIn('docs'), ...markdownIn('bench')];

function markdownIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.posix.join(folder, name));
}

/** Lists the paths of the repository that a page names as code, without patterns and placeholders. */
function pathsIn(page: string): string[] {
  const text = readFileSync(path.join(root, page), 'utf8');
  const named = [...text.matchAll(/`((?:src|pkg|tools|tests|bench|dashboards|provisioning|docs|deploy)\/[\w./-]+)`/g)];
  return named.map(([, found]) => found ?? '').filter((found) => !found.includes('...'));
}

test.each(pages)('every path in %s exists', (page) => {
  expect(pathsIn(page).filter((found) => !existsSync(path.join(root, found)))).toEqual([]);
});

test('paths are found at all', () => {
  expect(pathsIn('docs/architecture.md').length).toBeGreaterThan(40);
});

test.each(pages)('every link of %s leads somewhere', (page) => {
  const text = readFileSync(path.join(root, page), 'utf8');
  const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link]) => link ?? '');
  expect(links.filter((link) => !existsSync(path.join(root, path.dirname(page), link)))).toEqual([]);
});

test('what the comparison claims has a test', () => {
  const rows = readFileSync(path.join(root, 'docs/comparison.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---') && !line.startsWith('| Feature'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows.length).toBeGreaterThan(40);
  const claimed = rows.filter(([, , , , ours]) => !ours?.startsWith('no'));
  expect(claimed.filter(([, , , , , test]) => !/^`.+`$/.test(test ?? '')).map(([, feature]) => feature)).toEqual([]);
});
