/**
 * The tree that spans form by their parents, by their places in the list. A parent that is not among them makes a root. Spans that are
 * above themselves are in a circle: each of them is a root, and what is below them says nothing.
 */
export interface Tree {
  /** All places, each after that of its parent; those of circles come first. */
  ordered: readonly number[];
  /** The place of each one's parent; -1 for a root. */
  parents: readonly number[];
  isInCircle: readonly boolean[];
}

export function treeOf(nodes: readonly { home: string; above: string }[]): Tree {
  const places = new Map<string, number>();
  nodes.forEach(({ home }, place) => places.set(home, place));
  const parents = nodes.map(({ above }) => (above === '' ? -1 : (places.get(above) ?? -1)));
  const children = nodes.map(() => 0);
  for (const parent of parents) {
    if (parent >= 0) {
      children[parent] = (children[parent] ?? 0) + 1;
    }
  }
  // Take away what has nothing below it, again and again: circles remain.
  const upwards: number[] = [];
  children.forEach((count, place) => count === 0 && upwards.push(place));
  for (const place of upwards) {
    const parent = parents[place] ?? -1;
    if (parent >= 0) {
      const left = (children[parent] ?? 0) - 1;
      children[parent] = left;
      if (left === 0) {
        upwards.push(parent);
      }
    }
  }
  const isInCircle = nodes.map(() => true);
  for (const place of upwards) {
    isInCircle[place] = false;
  }
  const circles = parents.flatMap((_, place) => (isInCircle[place] ? [place] : []));
  return {
    ordered: [...circles, ...upwards.reverse()],
    parents: parents.map((parent, place) => (isInCircle[place] ? -1 : parent)),
    isInCircle,
  };
}

/** Hands a value down from each node to those below it. */
export function handedDown<Value>(
  { ordered, parents }: Tree,
  of: (place: number, above: Value | undefined) => Value
): Value[] {
  const values: Value[] = [];
  for (const place of ordered) {
    values[place] = of(place, values[parents[place] ?? -1]);
  }
  return values;
}

/** Adds up numbers over each node and all below it, in place. */
export function addUp({ ordered, parents }: Tree, numbers: readonly number[][]): void {
  for (let index = ordered.length - 1; index >= 0; index--) {
    const place = ordered[index] ?? 0;
    const [own = [], above] = [numbers[place], numbers[parents[place] ?? -1]];
    if (above) {
      for (let at = 0; at < own.length; at++) {
        above[at] = (above[at] ?? 0) + (own[at] ?? 0);
      }
    }
  }
}
