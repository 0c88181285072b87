import type { WriteStream } from 'node:tty';
import { SingleBar } from 'cli-progress';
import pc from 'picocolors';

/** A step's progress: `{ done: 3, total: 12 }`, or a text such as `212 packages compiled`. */
export type State = { done: number; total: number } | string;
export type Tell = (state: State) => void;

interface Shown {
  tell: Tell;
  end(): void;
}

export interface StepOptions {
  quiet?: boolean;
  /** Where progress is shown; stdout by default. */
  stream?: WriteStream;
}

/** How often a line is written to a pipe, which only has to show that work continues. */
const LINE_EVERY_MS = 10_000;
const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const BAR_WIDTH = 24;

/** Runs a step and shows its progress: in a terminal as one line that moves, otherwise as plain lines, and not at all if `quiet`. */
export async function step<Result>(
  title: string,
  task: (tell: Tell) => Promise<Result>,
  { quiet = false, stream = process.stdout }: StepOptions = {}
): Promise<Result> {
  if (quiet) {
    return task(() => {});
  }
  const started = Date.now();
  const since = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const write = (line: string) => stream.write(`${line}\n`);
  const { tell, end } = stream.isTTY ? inOneLine(title, stream) : inLines(title, since, write);
  try {
    const result = await task(tell);
    end();
    write(`${pc.green('✓')} ${title} ${pc.dim(since())}`);
    return result;
  } catch (error) {
    end();
    write(`${pc.red('✗')} ${title} ${pc.dim(since())}`);
    throw error;
  }
}

export const percent = (done: number, total: number): string =>
  `${Math.floor((100 * Math.min(done, total)) / Math.max(1, total))}%`;

/** Shows `⠹ Demo data ██████░░░░░░ 48% 12 s`. */
function inOneLine(title: string, stream: WriteStream): Shown {
  let state: State = '';
  const drawn = () => {
    if (typeof state === 'string') {
      return state;
    }
    const filled = Math.floor((BAR_WIDTH * Math.min(state.done, state.total)) / Math.max(1, state.total));
    return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${percent(state.done, state.total)}`;
  };
  const started = Date.now();
  const bar = new SingleBar({
    format: () => {
      const passed = Date.now() - started;
      const frame = FRAMES[Math.floor(passed / 100) % FRAMES.length] ?? '';
      return [pc.cyan(frame), title, drawn(), pc.dim(`${Math.floor(passed / 1000)} s`)].filter(Boolean).join(' ');
    },
    stream,
    clearOnComplete: true,
    hideCursor: true,
    forceRedraw: true,
    linewrap: false,
  });
  bar.start(1, 0);
  return {
    tell: (now) => {
      state = now;
      bar.update(0);
    },
    end: () => bar.stop(),
  };
}

/** Writes `Demo data: 48%, 20.0 s` every ten seconds. */
function inLines(title: string, since: () => string, write: (line: string) => void): Shown {
  let state: State = '';
  const timer = setInterval(() => {
    const now = typeof state === 'string' ? state : percent(state.done, state.total);
    write(`  ${title}: ${[now, since()].filter(Boolean).join(', ')}`);
  }, LINE_EVERY_MS);
  timer.unref();
  return { tell: (now) => (state = now), end: () => clearInterval(timer) };
}
