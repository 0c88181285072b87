/**
 * Writes the replies of the golden corpus: tsx tests/golden/update.ts
 * With --check, it writes nothing and fails if a stored reply differs from the engine's.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { casesOf, files, pathOf, planFile, play } from './corpus.ts';

const check = process.argv.includes('--check');
const stale: string[] = [];
mkdirSync(pathOf('plans'), { recursive: true });

for (const file of files) {
  const replies = Object.fromEntries(casesOf(file).map((golden) => [golden.name, play(golden)]));
  const text = JSON.stringify(replies, null, 2) + '\n';
  const path = planFile(file);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) {
    continue;
  }
  stale.push(`tests/golden/plans/${file}.json`);
  if (!check) {
    writeFileSync(path, text);
  }
}

if (stale.length > 0) {
  process.stdout.write(stale.map((path) => `${check ? 'not up to date' : 'written'}: ${path}\n`).join(''));
  process.exitCode = check ? 1 : 0;
}
