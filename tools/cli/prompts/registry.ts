import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod/mini';

/** One version of a prompt. `deployedAt` is in epoch milliseconds, or null if unknown. */
export interface PromptVersion {
  name: string;
  version: string;
  sha: string;
  template: string;
  deployedAt: number | null;
  owner: string;
}

const name = z.string().check(z.minLength(1), z.maxLength(200));

/** Accepts numbers as well, because YAML reads `version: 8` as one. */
const version = z.pipe(z.union([name, z.number()]), z.transform(String));

const entry = z.strictObject({
  version,
  template: z.string().check(z.minLength(1)),
  sha: z.optional(z.string().check(z.regex(/^[0-9a-f]{7,64}$/, 'it is not a hash of 7 to 64 hexadecimal digits'))),
  deployed_at: z.optional(
    z.string().check(z.refine((text) => isTime(text), 'write a time with its time zone, such as 2026-03-29T12:00:00Z'))
  ),
  owner: z.optional(z.string().check(z.maxLength(200))),
});

const registry = z.strictObject({
  prompts: z.record(
    name,
    z.union([
      z.array(entry).check(z.minLength(1)),
      z.pipe(
        entry,
        z.transform((one) => [one])
      ),
    ])
  ),
});

function isTime(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/.test(text) && !Number.isNaN(Date.parse(text))
  );
}

export const shaOf = (template: string): string => createHash('sha256').update(template).digest('hex');

/**
 * Reads the versions in a registry's text, by name and then in the text's order.
 * @param format by the file's name: JSON for `.json`, else YAML
 * @throws Error that names the place in the text, if it is not a registry
 */
export function readRegistry(text: string, format: 'yaml' | 'json'): PromptVersion[] {
  const found = registry.safeParse(format === 'json' ? JSON.parse(text) : parse(text));
  if (!found.success) {
    throw new Error(found.error.issues.map(problem).join('\n'));
  }
  const versions = Object.entries(found.data.prompts).flatMap(([prompt, entries]) =>
    entries.map((one) => ({
      name: prompt,
      version: one.version,
      sha: one.sha ?? shaOf(one.template),
      template: one.template,
      deployedAt: one.deployed_at === undefined ? null : Date.parse(one.deployed_at),
      owner: one.owner ?? '',
    }))
  );
  refuseTwice(versions);
  return versions;
}

export function readRegistryFile(file: string): PromptVersion[] {
  try {
    return readRegistry(readFileSync(file, 'utf8'), extname(file) === '.json' ? 'json' : 'yaml');
  } catch (thrown) {
    throw new Error(`${file}: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { cause: thrown });
  }
}

interface Issue {
  path: PropertyKey[];
  message: string;
  code?: string;
  errors?: Issue[][];
}

/** Reports, of the alternatives (a list or a single version), the one whose error is deeper: it is the one that was meant. */
function problem(issue: Issue): string {
  const nested = (issue.errors ?? []).flat();
  const deepest = [...nested].sort((a, b) => b.path.length - a.path.length)[0];
  const path = [...issue.path, ...(deepest?.path ?? [])];
  return `${path.map(String).join('.') || 'the file'}: ${deepest?.message ?? issue.message}`;
}

function refuseTwice(versions: readonly PromptVersion[]): void {
  const seen = new Set<string>();
  for (const one of versions) {
    const key = JSON.stringify([one.name, one.version]);
    if (seen.has(key)) {
      throw new Error(`prompts.${one.name}: version ${one.version} appears twice`);
    }
    seen.add(key);
  }
}
