/**
 * Who may import whom. A part not named on the left of a tier is out of its reach.
 *
 *   engine  ◀─ datasource, app, tools, tests
 *     ▲
 *   exports ◀─ app, tools, tests
 *   components ◀─ datasource, app
 *   nothing imports app or tools (but tests)
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Part = 'engine' | 'exports' | 'components' | 'datasource' | 'app' | 'tools' | 'module' | 'elsewhere';

const reach: Record<Exclude<Part, 'elsewhere'>, { parts: Part[]; packages: RegExp | undefined }> = {
  engine: { parts: ['engine'], packages: /^zod\/(mini|v4\/locales\/en\.js)$/ },
  components: { parts: ['components', 'engine'], packages: /^(?!node:)/ },
  datasource: { parts: ['datasource', 'engine', 'components'], packages: /^(?!node:)/ },
  exports: { parts: ['exports', 'engine'], packages: /^yaml$/ },
  app: { parts: ['app', 'engine', 'exports', 'components'], packages: /^(?!node:)/ },
  module: { parts: ['app'], packages: /^(?!node:)/ },
  tools: { parts: ['tools', 'engine', 'exports'], packages: undefined },
};

/** Imports that break the tiers and are known to: "file -> import". One that is no longer there has to go from here. */
const allowed: string[] = [];

interface Import {
  file: string;
  specifier: string;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder)).flatMap((name) => {
    const file = `${folder}/${name}`;
    if (statSync(path.join(root, file)).isDirectory()) {
      return name === 'node_modules' ? [] : sourceFiles(file);
    }
    return /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$/.test(name) ? [file] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const statements = text.matchAll(
    /^(?:import|export)\b(?:[^'";]*?\bfrom)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm
  );
  return [...statements].map((match) => ({ file, specifier: match[1] ?? match[2] ?? '' }));
}

function partOf(file: string): Part {
  const [, part] = /^(?:src\/)?(engine|exports|components|datasource|app|tools|module)(?:[/.]|$)/.exec(file) ?? [];
  return (part as Part | undefined) ?? 'elsewhere';
}

function isAllowed({ file, specifier }: Import): boolean {
  const part = partOf(file);
  if (part === 'elsewhere') {
    return true;
  }
  const { parts, packages } = reach[part];
  if (specifier.startsWith('.')) {
    return parts.includes(partOf(path.posix.join(path.posix.dirname(file), specifier)));
  }
  return packages === undefined || packages.test(specifier);
}

const imports = [...sourceFiles('src'), ...sourceFiles('tools')].flatMap(importsOf);
const broken = imports.filter((one) => !isAllowed(one)).map(({ file, specifier }) => `${file} -> ${specifier}`);

describe('import tiers', () => {
  it('reads imports of every part', () => {
    const parts = new Set(imports.map(({ file }) => partOf(file)));
    expect([...parts].sort()).toEqual(['app', 'components', 'datasource', 'engine', 'exports', 'module', 'tools']);
  });

  it('are kept', () => {
    expect(broken.filter((one) => !allowed.includes(one))).toEqual([]);
  });

  it('have no exception that is no longer needed', () => {
    expect(allowed.filter((one) => !broken.includes(one))).toEqual([]);
  });
});
