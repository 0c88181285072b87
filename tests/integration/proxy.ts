import { createServer, request as forward } from 'node:http';

export interface Proxy {
  url: string;
  /** The bodies of the requests so far. */
  statements: string[];
  /** The parameters of the same requests. */
  parameters: URLSearchParams[];
  close(): void;
}

/** Starts a proxy in front of a server, which records what it is sent. */
export async function startProxy(target: string): Promise<Proxy> {
  const statements: string[] = [];
  const parameters: URLSearchParams[] = [];
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      statements.push(Buffer.concat(parts).toString());
      parameters.push(new URL(incoming.url ?? '/', target).searchParams);
      const { method, headers } = incoming;
      const onward = forward(new URL(incoming.url ?? '/', target), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.end(Buffer.concat(parts));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    statements,
    parameters,
    close: () => server.close(),
  };
}
