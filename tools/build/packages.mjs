// Checks Node and installs missing packages, before anything else can run. This is plain Node.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const leastNode = [20, 19];

function nodeIsTooOld() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major < leastNode[0] || (major === leastNode[0] && minor < leastNode[1]);
}

/** Whether packages are installed: npm writes its own lock file last, so an interrupted installation has none or an old one. */
function installed() {
  const done = `${root}/node_modules/.package-lock.json`;
  if (!existsSync(done) || !existsSync(`${root}/node_modules/tsx/package.json`)) {
    return false;
  }
  return statSync(done).mtimeMs >= statSync(`${root}/package-lock.json`).mtimeMs || sameVersions(done);
}

function sameVersions(done) {
  const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const have = read(done);
  return Object.entries(read(`${root}/package-lock.json`)).every(
    ([path, wanted]) => path === '' || wanted.optional || wanted.peer || have[path]?.version === wanted.version
  );
}

/** Installs packages. npm shows its own progress, but only in a terminal. */
async function install() {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  console.log('Installing packages ...');
  const timer = setInterval(() => process.stdout.isTTY || console.log(`  Packages: ${seconds()}`), 10_000);
  // `npm ci` would refuse a lock file without other platforms' optional binaries, which not every registry has.
  const child = spawn('npm', ['install', '--no-save', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
  });
  const status = await new Promise((ended) => child.once('close', ended).once('error', () => ended(1)));
  clearInterval(timer);
  if (status !== 0) {
    console.error('The packages could not be installed; see the output above.');
    process.exit(1);
  }
  console.log(`✓ Packages ${seconds()}`);
}

if (nodeIsTooOld()) {
  console.error(
    `Node.js ${leastNode.join('.')} or newer is needed, this is ${process.versions.node}. Install it from https://nodejs.org`
  );
  process.exit(1);
}
if (!installed()) {
  await install();
}
