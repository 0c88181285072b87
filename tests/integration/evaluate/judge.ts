import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was asked of the fake judge. */
export interface Question {
  system: string;
  user: string;
  body: Record<string, unknown>;
  authorization: string | undefined;
}

/** What it answers: a completion’s text, or all of a response; null never answers. */
export type Answer =
  | {
      text: string;
      finish?: string;
      usage?: { prompt_tokens: number; completion_tokens: number } | null;
      after?: number;
    }
  | { status: number; body?: string; headers?: Record<string, string> }
  | null;

export interface FakeJudge {
  url: string;
  asked: Question[];
  /** How many requests it has open, and had at most. */
  most: number;
  answer: (question: Question, number: number) => Answer;
  close: () => Promise<void>;
}

export const scored = (score: unknown, explanation = 'because') => ({ text: JSON.stringify({ explanation, score }) });

/** Starts a server that answers like OpenAI’s chat completions. */
export async function startJudge(answer: FakeJudge['answer']): Promise<FakeJudge> {
  let open = 0;
  const server: Server = createServer((request, response) => {
    open++;
    judge.most = Math.max(judge.most, open);
    response.on('close', () => open--);
    void read(request).then((bytes) => {
      const body = JSON.parse(bytes.toString()) as { messages: { role: string; content: string }[] };
      const of = (role: string) => body.messages.find((one) => one.role === role)?.content ?? '';
      const question = {
        ...{ system: of('system'), user: of('user'), body },
        authorization: request.headers.authorization,
      };
      judge.asked.push(question);
      const given = judge.answer(question, judge.asked.length);
      if (given === null) {
        return;
      }
      if ('status' in given) {
        response.writeHead(given.status, { 'Content-Type': 'application/json', ...given.headers });
        response.end(given.body ?? '{"error":{"message":"no"}}');
        return;
      }
      const {
        text: content,
        finish = 'stop',
        usage = { prompt_tokens: 1000, completion_tokens: 100 },
        after = 0,
      } = given;
      setTimeout(() => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(
          JSON.stringify({
            ...{ id: 'x', object: 'chat.completion', created: 1, model: 'gpt-4o-mini' },
            choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', content } }],
            ...(usage === null ? {} : { usage: { ...usage, total_tokens: 0 } }),
          })
        );
      }, after);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const judge: FakeJudge = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: [],
    most: 0,
    answer,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return judge;
}

export async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}
