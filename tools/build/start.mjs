// Runs a program of the project: node tools/build/start.mjs tools/demo/main.ts --help
// Plain Node, because the packages may have to be installed first.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import './packages.mjs';

const child = spawn(process.execPath, ['--import', 'tsx', ...process.argv.slice(2)], {
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  stdio: 'inherit',
});
// The program handles these signals itself; this process only waits for it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code) => process.exit(code ?? 1));
