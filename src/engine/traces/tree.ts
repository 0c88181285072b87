/**
 * The tree that spans form by their parents. A parent that is not among them makes a root. Spans that are above themselves are in a
 * circle: each of them is a root, and what is below them says nothing.
 */
export interface Tree<Node> {
  /** All nodes, each after its parent; those of circles come first. */
  ordered: readonly Node[];
  parentOf: (node: Node) => Node | undefined;
  isInCircle: (node: Node) => boolean;
}

export function treeOf<Node extends { home: string; above: string }>(nodes: readonly Node[]): Tree<Node> {
  const byHome = new Map(nodes.map((node) => [node.home, node]));
  const children = new Map<Node, number>();
  for (const { above } of nodes) {
    const parent = byHome.get(above);
    if (parent) {
      children.set(parent, (children.get(parent) ?? 0) + 1);
    }
  }
  // Take away what has nothing below it, again and again: circles remain.
  const upwards = nodes.filter((node) => !children.has(node));
  for (const node of upwards) {
    const parent = byHome.get(node.above);
    const left = parent && (children.get(parent) ?? 0) - 1;
    if (parent && left !== undefined) {
      children.set(parent, left);
      if (left === 0) {
        upwards.push(parent);
      }
    }
  }
  const taken = new Set(upwards);
  const isInCircle = (node: Node) => !taken.has(node);
  return {
    ordered: [...nodes.filter(isInCircle), ...upwards.reverse()],
    parentOf: (node) => (isInCircle(node) ? undefined : byHome.get(node.above)),
    isInCircle,
  };
}

/** Hands a value down from each node to those below it. */
export function handedDown<Node, Value>(
  { ordered, parentOf }: Tree<Node>,
  of: (node: Node, above: Value | undefined) => Value
): Map<Node, Value> {
  const values = new Map<Node, Value>();
  for (const node of ordered) {
    const parent = parentOf(node);
    values.set(node, of(node, parent && values.get(parent)));
  }
  return values;
}

/** Adds up numbers over each node and all below it. */
export function addedUp<Node, Name extends string>(
  { ordered, parentOf }: Tree<Node>,
  of: (node: Node) => Record<Name, number>
): Map<Node, Record<Name, number>> {
  const sums = new Map(ordered.map((node) => [node, of(node)]));
  for (const node of [...ordered].reverse()) {
    const [own, above] = [sums.get(node), sums.get(parentOf(node) as Node)];
    if (own && above) {
      for (const name of Object.keys(own) as Name[]) {
        above[name] += own[name];
      }
    }
  }
  return sums;
}
