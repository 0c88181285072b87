import { describe, expect, it } from 'vitest';

import { addUp, handedDown, treeOf } from './tree.ts';

interface Own {
  home: string;
  above: string;
}

const node = (home: string, above = ''): Own => ({ home, above });

/** How many nodes there are in each one's tree, itself included. */
function sizes(nodes: readonly Own[]): number[] {
  const counts = nodes.map(() => [1]);
  addUp(treeOf(nodes), counts);
  return counts.map(([count = 0]) => count);
}

describe('a tree of spans', () => {
  it('adds up what is below each node, and hands down what is above it', () => {
    const nodes = [node('d', 'c'), node('a'), node('c', 'a'), node('b', 'a'), node('lost', 'nowhere')];
    const paths = handedDown<string>(treeOf(nodes), (place, above = '') => `${above}/${nodes[place]?.home}`);
    expect(sizes(nodes)).toEqual([1, 4, 2, 1, 1]);
    expect(paths).toEqual(['/a/c/d', '/a', '/a/c', '/a/b', '/lost']);
  });

  it('ends in a circle, and is right below it', () => {
    const nodes = [node('e', 'd'), node('a', 'b'), node('b', 'c'), node('c', 'a'), node('d', 'a')];
    expect(treeOf(nodes).isInCircle).toEqual([false, true, true, true, false]);
    expect(sizes(nodes)[0]).toBe(1);
    expect(sizes(nodes)[4]).toBe(2);
  });

  it('says of any tree what walking up from each node says', () => {
    // A chain and bushes, written in an order that has nothing to do with the tree.
    const parents = Array.from({ length: 500 }, (_, index) => (index % 7 === 0 ? index - 1 : Math.floor(index / 3)));
    const order = parents.map((_, index) => (index * 283) % 500);
    const nodes = order.map((index) => node(`n${index}`, index === 0 ? '' : `n${parents[index]}`));
    const byHome = new Map(nodes.map((one) => [one.home, one]));
    const walked = new Map<Own, number>();
    for (const from of nodes) {
      for (let one: Own | undefined = from; one; one = byHome.get(one.above)) {
        walked.set(one, (walked.get(one) ?? 0) + 1);
      }
    }
    expect(sizes(nodes)).toEqual(nodes.map((one) => walked.get(one)));
  });
});
