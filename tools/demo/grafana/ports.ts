import { createServer } from 'node:net';
import { InvalidArgumentError } from 'commander';

/** Parses an option that is a port. */
export function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 65535) {
    throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  }
  return number;
}

/** Throws if the port is in use, naming the option that chooses another one. */
export function requireFree(port: number, what: string, option: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Error(
          error.code === 'EADDRINUSE'
            ? `Port ${port}, needed for ${what}, is in use. Stop the program that uses it, or choose another port with ${option}.`
            : `Port ${port}, needed for ${what}, cannot be used: ${error.message}. Choose another port with ${option}.`
        )
      )
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}
