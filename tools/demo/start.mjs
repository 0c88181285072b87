// The demo's entry point, in plain Node, because packages may have to be installed first.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import '../build/packages.mjs';

const child = spawn(process.execPath, ['--import', 'tsx', 'tools/demo/main.ts', ...process.argv.slice(2)], {
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  stdio: 'inherit',
});
// The demo stops on these signals itself; this process only waits for it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code) => process.exit(code ?? 1));
