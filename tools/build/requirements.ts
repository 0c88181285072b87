import { execFileSync } from 'node:child_process';

/** A tool that a build needs: the command that prints its version, and the minimum version. */
interface Requirement {
  name: string;
  least: [major: number, minor: number];
  version: () => string | undefined;
  site: string;
}

const requirements = {
  node: { name: 'Node.js', least: [20, 19], version: () => process.versions.node, site: 'https://nodejs.org' },
  go: { name: 'Go', least: [1, 25], version: goVersion, site: 'https://go.dev/dl' },
} satisfies Record<string, Requirement>;

function goVersion(): string | undefined {
  try {
    return execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim().replace(/^go/, '');
  } catch {
    return undefined;
  }
}

/** Returns a message if the tool is missing or too old. */
export function missing({ name, least, version, site }: Requirement): string | undefined {
  const found = version();
  const wanted = `${name} ${least.join('.')} or later`;
  if (found === undefined) {
    return `${wanted} is required, but ${name} was not found. Install it from ${site}`;
  }
  const [major = 0, minor = 0] = found.split('.').map((part) => Number.parseInt(part, 10));
  const enough = major > least[0] || (major === least[0] && minor >= least[1]);
  return enough ? undefined : `${wanted} is required, but this is ${found}. Install it from ${site}`;
}

/** Throws if a tool is missing or too old. */
export function requireTools(...names: Array<keyof typeof requirements>): void {
  const lacking = names.map((name) => missing(requirements[name])).filter((text) => text !== undefined);
  if (lacking.length > 0) {
    throw new Error(lacking.join('\n'));
  }
}
