import { createServer } from 'node:net';

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
