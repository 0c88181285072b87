// Runs a program in its own process group, and ends it when the process that started this one is gone.
// Ctrl-C reaches a whole process group; with a group of its own, the demo decides the order in which things end.
import { spawn } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
const PATIENCE_MS = 8000;

const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
const stop = () => {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
};
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));
process.on('disconnect', stop);
process.on('SIGTERM', stop);
