import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import type { Tell } from '../progress/step.ts';
import { runQuietly } from './command.ts';
import { dist, root } from './paths.ts';
import { executableName, type Platform } from './platform.ts';

/** A step of the build, which runs if its inputs changed since its last run, or an output is missing. */
export interface Step {
  id: string;
  title: string;
  /** Paths relative to the project. */
  inputs: string[];
  outputs: string[];
  run(tell: Tell): Promise<void>;
}

/** Matches files that are not part of any result. */
export const notInputs = /\.test\.tsx?$|_test\.go$|(^|\/)testdata\//;

const require = createRequire(import.meta.url);
const tsx = pathToFileURL(require.resolve('tsx')).href;

export const engine: Step = {
  id: 'engine',
  title: 'Engine for the backend',
  inputs: ['src/engine', 'tools/build/engine.ts', 'package-lock.json'],
  outputs: [join(root, 'pkg/engine/bundle.js')],
  run: () => runQuietly(process.execPath, ['--import', tsx, 'tools/build/engine.ts']),
};

export const frontend: Step = {
  id: 'frontend',
  title: 'Frontend',
  inputs: [
    'src',
    'dashboards',
    'provisioning/alerting',
    'webpack.config.ts',
    '.config',
    'tsconfig.json',
    'package.json',
    'package-lock.json',
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
  ],
  outputs: ['plugin.json', 'module.js', 'datasource/plugin.json', 'datasource/module.js'].map((file) =>
    join(dist, file)
  ),
  run: () => {
    const webpack = join(root, 'node_modules/webpack/bin/webpack.js');
    return runQuietly(process.execPath, ['--import', tsx, webpack, '-c', './webpack.config.ts', '--env', 'production']);
  },
};

/** The SDK's build writes the manifest of sources that reviewers compare, and then the executable. */
const mageTarget = ({ os, arch }: Platform) => `build:${os}${arch === 'arm64' ? 'ARM64' : ''}`;

export const backend = (platform: Platform): Step => ({
  id: `backend-${platform.os}-${platform.arch}`,
  title: `Backend for ${platform.os}/${platform.arch}`,
  inputs: ['pkg', 'go.mod', 'go.sum', 'Magefile.go', 'src/plugin.json', 'src/datasource/plugin.json', 'package.json'],
  outputs: [join(dist, executableName(platform))],
  run: (tell) => {
    let packages = 0;
    const count = (line: string) => {
      if (line.startsWith('go: downloading')) {
        tell('downloading modules');
      } else if (packageLine.test(line)) {
        tell(`${++packages} packages compiled`);
      }
    };
    // GOFLAGS also applies to the go build that mage runs: -v makes it print each package that it compiles.
    const goFlags = `${process.env['GOFLAGS'] ?? ''} -v`.trim();
    return runQuietly(
      'go',
      ['run', 'github.com/magefile/mage', '-v', mageTarget(platform)],
      { GOFLAGS: goFlags },
      count
    );
  },
});

/** `internal/abi`, `github.com/apache/arrow-go/v18/arrow` */
const packageLine = /^[\w.~/-]+$/;
