/**
 * Tests which part may import which. A part may only be imported by those listed to its right.
 *
 *   engine  ◀─ datasource, app, tools, tests
 *     ▲
 *   exports ◀─ app, tools, tests
 *   templating ◀─ datasource, tools
 *   components ◀─ datasource, app
 *   nothing imports app or tools (but tests)
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Part =
  'engine' | 'exports' | 'templating' | 'components' | 'datasource' | 'app' | 'tools' | 'module' | 'elsewhere';

const reach: Record<Exclude<Part, 'elsewhere'>, { parts: Part[]; packages: RegExp | undefined }> = {
  engine: { parts: ['engine'], packages: /^zod\/(mini|v4\/locales\/en\.js)$/ },
  components: { parts: ['components', 'engine'], packages: /^(?!node:)/ },
  templating: { parts: ['templating', 'engine'], packages: /^$/ },
  datasource: { parts: ['datasource', 'engine', 'components', 'templating'], packages: /^(?!node:)/ },
  exports: { parts: ['exports', 'engine'], packages: /^yaml$/ },
  app: { parts: ['app', 'engine', 'exports', 'components'], packages: /^(?!node:)/ },
  module: { parts: ['app'], packages: /^(?!node:)/ },
  tools: { parts: ['tools', 'engine', 'exports', 'templating'], packages: undefined },
};

/** Known imports that break the tiers: "file -> import". One that no longer exists must be removed from here. */
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
  const [, part] =
    /^(?:src\/)?(engine|exports|templating|components|datasource|app|tools|module)(?:[/.]|$)/.exec(file) ?? [];
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

/** The engine's folders and files from the top down, as in docs/architecture.md: each imports only from its own line or below. */
const floors: readonly (readonly string[])[] = [
  ['main'],
  ['handle'],
  ['resource'],
  ['preview'],
  ['alerts'],
  ['tiers', 'evaluators'],
  ['planning'],
  ['budgets'],
  ['inspect'],
  ['health'],
  ['traces'],
  ['lookups'],
  ['usersql'],
  ['compile'],
  ['compile/kinds'],
  ['compile/measures'],
  ['compile/evaluations'],
  ['compile/rows'],
  ['compile/context', 'compile/compiled', 'compile/statement', 'compile/movable', 'compile/tablecolumns'],
  ['canonical'],
  ['pricing'],
  ['settings'],
  ['source'],
  ['query'],
  ['window'],
  ['catalogue'],
  ['sql'],
  ['host', 'messages', 'schemamessages', 'explain', 'passing', 'errors', 'hash', 'gcd', 'memo'],
];

/** Returns the line of an engine file, from the top down; -1 if it is not listed. */
function floorOf(file: string): number {
  const within = file.replace(/^src\/engine\//, '').replace(/\.ts$/, '');
  const ways = [within, ...within.split('/').map((_, index, parts) => parts.slice(0, -1 - index).join('/'))];
  const way = ways.find((one) => floors.some((floor) => floor.includes(one)));
  return way === undefined ? -1 : floors.findIndex((floor) => floor.includes(way));
}

const imports = [...sourceFiles('src'), ...sourceFiles('tools')].flatMap(importsOf);
const broken = imports.filter((one) => !isAllowed(one)).map(({ file, specifier }) => `${file} -> ${specifier}`);

const files = new Set([...sourceFiles('src'), ...sourceFiles('tools')]);
const resolved = imports
  .filter(({ specifier }) => specifier.startsWith('.'))
  .map(({ file, specifier }) => ({ from: file, to: path.posix.join(path.posix.dirname(file), specifier) }));
const engineImports = resolved.filter(({ from }) => from.startsWith('src/engine/'));
const engineFiles = sourceFiles('src/engine');

/** Finds circular imports, each once. */
function circles(): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of resolved) {
    next.set(from, [...(next.get(from) ?? []), ...targets(to)]);
  }
  const found: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (file: string, way: readonly string[]): void => {
    if (state.get(file) === 'open') {
      found.push([...way.slice(way.indexOf(file)), file].join(' -> '));
    }
    if (!state.has(file)) {
      state.set(file, 'open');
      (next.get(file) ?? []).forEach((to) => visit(to, [...way, file]));
      state.set(file, 'done');
    }
  };
  [...next.keys()].forEach((file) => visit(file, []));
  return found;
}

/** Lists the files that an import may mean, because pages leave out the extension. */
const targets = (to: string): string[] =>
  ['', '.ts', '.tsx', '/index.ts', '/index.tsx'].map((end) => to + end).filter((file) => files.has(file));

describe('import tiers', () => {
  it('reads imports of every part', () => {
    const parts = new Set(imports.map(({ file }) => partOf(file)));
    expect([...parts].sort()).toEqual([
      'app',
      'components',
      'datasource',
      'engine',
      'exports',
      'module',
      'templating',
      'tools',
    ]);
  });

  it('are kept', () => {
    expect(broken.filter((one) => !allowed.includes(one))).toEqual([]);
  });

  it('have no exception that is no longer needed', () => {
    expect(allowed.filter((one) => !broken.includes(one))).toEqual([]);
  });

  it('have a floor for every file of the engine', () => {
    expect(engineFiles.filter((file) => floorOf(file) < 0)).toEqual([]);
  });

  it('run down only, within the engine', () => {
    const upwards = engineImports.filter(({ from, to }) => floorOf(to) < floorOf(from));
    expect(upwards.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it("reach a dialect's own files through its index only", () => {
    const dialect = /^src\/engine\/source\/dialects\/([^/]+)\//;
    const past = engineImports.filter(({ from, to }) => {
      const [, folder] = dialect.exec(to) ?? [];
      const [, own] = dialect.exec(from) ?? [];
      return folder !== undefined && own !== folder && from !== 'src/engine/source/dialects/index.ts';
    });
    expect(past.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it('have no circle, those of types among them', () => {
    expect(circles()).toEqual([]);
  });
});

/** Keeps a test of one part in that part's folder; what needs several parts, or the golden corpus, is in `tests`. */
describe('tests', () => {
  const unit = readdirSync(path.join(root, 'tests/unit')).filter((name) => name.endsWith('.test.ts'));
  const partsOf = (file: string): string[] =>
    importsOf(file)
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier }) => path.posix.join(path.posix.dirname(file), specifier))
      .map((target) => /^(?:src\/\w+|tools\/\w+|tests)/.exec(target)?.[0] ?? target)
      // Where the repository and its build are says nothing about what is tested.
      .filter((part) => part !== 'tools/build');

  it.each(unit)('of one part stand in that part, which %s does not', (name) => {
    const parts = new Set(partsOf(`tests/unit/${name}`));
    expect(parts.size === 1 && !parts.has('tests'), [...parts].join()).toBe(false);
  });
});
