import { describe, expect, it } from 'vitest';

import { addedUp, handedDown, treeOf } from './tree.ts';

interface Own {
  home: string;
  above: string;
}

const node = (home: string, above = ''): Own => ({ home, above });

describe('a tree of spans', () => {
  it('adds up what is below each node, and hands down what is above it', () => {
    const nodes = [node('d', 'c'), node('a'), node('c', 'a'), node('b', 'a'), node('lost', 'nowhere')];
    const tree = treeOf(nodes);
    const sums = addedUp(tree, () => ({ spans: 1 }));
    const paths = handedDown<Own, string>(tree, ({ home }, above = '') => `${above}/${home}`);
    expect(nodes.map((one) => [one.home, sums.get(one)?.spans, paths.get(one)])).toEqual([
      ['d', 1, '/a/c/d'],
      ['a', 4, '/a'],
      ['c', 2, '/a/c'],
      ['b', 1, '/a/b'],
      ['lost', 1, '/lost'],
    ]);
  });

  it('ends in a circle, and is right below it', () => {
    const nodes = [node('e', 'd'), node('a', 'b'), node('b', 'c'), node('c', 'a'), node('d', 'a')];
    const tree = treeOf(nodes);
    const sums = addedUp(tree, () => ({ spans: 1 }));
    expect(nodes.filter(tree.isInCircle).map(({ home }) => home)).toEqual(['a', 'b', 'c']);
    expect(nodes.slice(3).map((one) => sums.get(one)?.spans)).toEqual([1, 2]);
    expect(sums.get(nodes[0] as Own)?.spans).toBe(1);
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
    const sums = addedUp(treeOf(nodes), () => ({ spans: 1 }));
    expect(nodes.map((one) => sums.get(one)?.spans)).toEqual(nodes.map((one) => walked.get(one)));
  });
});
