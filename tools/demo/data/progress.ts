import { SingleBar } from 'cli-progress';

export interface Progress {
  update(done: number): void;
  stop(): void;
}

/** The share of the whole after which a plain line is written. */
const LINE_EVERY = 0.25;

function lines(title: string, total: number): Progress {
  let next = LINE_EVERY;
  return {
    update: (done) => {
      while (next <= done / total && next <= 1) {
        console.log(`${title}: ${Math.round(next * 100)}%`);
        next += LINE_EVERY;
      }
    },
    stop: () => {},
  };
}

function bar(title: string, total: number): Progress {
  const single = new SingleBar({ format: `${title} {bar} {percentage} %, {eta_formatted} left`, hideCursor: true });
  single.start(total, 0);
  return {
    update: (done) => single.update(done),
    stop: () => {
      single.update(total);
      single.stop();
    },
  };
}

/** Shows progress towards `total`: a bar on a terminal, a few lines elsewhere, nothing when `quiet`. */
export function progress(title: string, total: number, quiet: boolean): Progress {
  if (quiet) {
    return { update: () => {}, stop: () => {} };
  }
  return process.stdout.isTTY ? bar(title, total) : lines(title, total);
}
