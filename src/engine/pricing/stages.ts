import type { Segment } from './rates.ts';

/**
 * Maps a number to another at a given time: `targets[i]` for `keys[i]`, where a key is `number * (boundaries.length + 1)` plus
 * the number of boundaries reached. Numbers that are not in it stay unchanged.
 */
export interface Stage {
  boundaries: readonly number[];
  keys: readonly number[];
  targets: readonly number[];
}

/** A number, with its targets by the boundary from which each applies. */
interface Node {
  number: number;
  steps: readonly { from: number; target: number }[];
}

/** Numbers prices from 1, in the order of their segments and levels, and then the numbers that lead to them over time. */
export class Stages {
  private nextPrice = 1;
  private nextNode: number;
  private readonly days: Node[] = [];
  private readonly seconds: Node[] = [];

  constructor(prices: number) {
    this.nextNode = prices + 1;
  }

  /** Adds a model's price, and returns the number to start from. */
  slot(segments: readonly Segment[]): number {
    const days = [...new Set(segments.map(({ from }) => from))];
    const steps = days.map((from) => ({
      from,
      target: this.node(
        this.seconds,
        segments
          .filter((segment) => segment.from === from)
          .map(({ second, levels }) => ({ from: second, target: this.price(levels.length) }))
      ),
    }));
    return this.node(this.days, steps);
  }

  tables(): { byDay: Stage; bySecond: Stage } {
    return { byDay: stage(this.days), bySecond: stage(this.seconds) };
  }

  /** Returns the id of a price, 0 for none. */
  private price(levels: number): number {
    const first = this.nextPrice;
    this.nextPrice += levels;
    return levels === 0 ? 0 : first;
  }

  private node(nodes: Node[], steps: Node['steps']): number {
    const [only, ...more] = steps;
    if (only && more.length === 0) {
      return only.target;
    }
    const number = this.nextNode++;
    nodes.push({ number, steps });
    return number;
  }
}

function stage(nodes: readonly Node[]): Stage {
  const all = new Set(nodes.flatMap(({ steps }) => steps.map(({ from }) => from)).filter((from) => from > 0));
  const boundaries = [...all].sort((a, b) => a - b);
  const cells = nodes.flatMap(({ number, steps }) =>
    [0, ...boundaries].map((boundary, reached) => ({
      key: number * (boundaries.length + 1) + reached,
      target: [...steps].reverse().find(({ from }) => from <= boundary)?.target ?? 0,
    }))
  );
  return { boundaries, keys: cells.map(({ key }) => key), targets: cells.map(({ target }) => target) };
}
