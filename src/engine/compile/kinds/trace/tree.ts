import {
  array,
  call,
  column,
  combine,
  equal,
  from,
  infix,
  number,
  over,
  text,
  type Expression,
  type Output,
  type Select,
} from '../../../sql/nodes.ts';

/**
 * Adds up what is below each span of a trace, and hands down what is above it.
 *
 * `nodes` have `home`, unique, `above`, the home of the parent or '', and `step`, whether it is a level. `sums` are numbers of a node
 * that are added up, `marks` texts that are handed down, and `kept` columns stay as they are. The result has a row a node with
 *
 *   home, above
 *   below_*     the sum over the node and all below it
 *   depth       how many levels there are from the root to it, itself included
 *   nearest_*   the mark of the closest node above that has one, without its own; `furthest_*` that of the one closest to the root
 *   is_circle   1 for spans that are above themselves: what is below says nothing, and all others' is right
 *
 * Each round doubles how far a node sees: it jumps to its parent, then to the parent's parent, then over four. What it knows is
 * added to the node that it jumps to, so that n rounds are enough for 2^n levels, and a circle ends with the rounds. Walking up
 * from each span instead needs a row for every span above every span, 50 million for a chain of 10,000; and arrays within one row
 * copy all of them for each element. A round sorts twice the nodes.
 */
export function climbed(nodes: Select, rounds: number, { sums = [], marks = [], kept = [] }: Handed): Select {
  const start: Select = {
    kind: 'select',
    columns: [
      ...['home', 'above', ...kept].map(same),
      { as: 'jump', value: column('above') },
      ...sums.map((sum) => ({ as: below(sum), value: column(sum) })),
      { as: 'depth', value: call('toUInt64', column('step')) },
      ...marks.flatMap((mark) => [
        { as: own(mark), value: column(mark) },
        { as: nearest(mark), value: column(mark) },
        { as: furthest(mark), value: column(mark) },
      ]),
    ],
    from: from(nodes),
  };
  const climbedUp = Array.from({ length: rounds }).reduce<Select>((so) => round(so, { sums, marks, kept }), start);
  return ended(climbedUp, { sums, marks, kept });
}

/** The columns of nodes that are added up, and that are handed down. */
interface Handed {
  sums?: readonly string[];
  marks?: readonly string[];
  kept?: readonly string[];
}

export const below = (sum: string): string => `below_${sum}`;
export const nearest = (mark: string): string => `nearest_${mark}`;
export const furthest = (mark: string): string => `furthest_${mark}`;
const own = (mark: string): string => `own_${mark}`;

/** The number of rounds after which every node of a tree of that many has seen all above it. */
export const roundsFor = (nodes: number): number => Math.ceil(Math.log2(Math.max(nodes, 1) + 1)) + 1;

const linkPart = (index: number): Expression => call('tupleElement', column('link'), number(index));
const isLink = equal(linkPart(2), number(1));
const same = (as: string): Output => ({ as, value: column(as) });

/** Puts each node beside those that lead to it: one row of its own, and one at where `to` leads. */
function linked(nodes: Select, to: string): Select {
  return {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      {
        as: 'link',
        value: call(
          'arrayJoin',
          array([call('tuple', column('home'), number(0)), call('tuple', column(to), number(1))])
        ),
      },
    ],
    from: from(nodes),
  };
}

/** What the node that a link leads to has, for the links at it; the same type's nothing where there is none. */
const there = (value: Expression, nothing: Expression): Expression =>
  over(call('max', call('if', isLink, nothing, value)), [linkPart(1)], []);

function round(nodes: Select, { sums, marks, kept }: Required<Handed>): Select {
  const beside: Select = {
    kind: 'select',
    columns: [
      { as: '*', value: column('*') },
      { as: 'next', value: there(column('jump'), text('')) },
      ...sums.map((sum) => ({
        as: `more_${sum}`,
        value: over(call('sumIf', column(below(sum)), isLink), [linkPart(1)], []),
      })),
      { as: 'levels', value: there(column('depth'), call('toUInt64', number(0))) },
      ...marks.flatMap((mark) => [
        { as: `n_${mark}`, value: there(column(nearest(mark)), text('')) },
        { as: `f_${mark}`, value: there(column(furthest(mark)), text('')) },
      ]),
    ],
    from: from(linked(nodes, 'jump')),
  };
  const ofLink = (value: Expression) => call('anyIf', value, isLink);
  const orElse = (first: Expression, otherwise: Expression) =>
    call('if', infix('!=', first, text('')), first, otherwise);
  return {
    kind: 'select',
    columns: [
      { as: 'home', value: column('b', 'home') },
      ...['above', ...kept].map((as) => ({ as, value: call('any', column('b', as)) })),
      { as: 'jump', value: ofLink(column('b', 'next')) },
      ...sums.map((sum) => ({
        as: below(sum),
        value: call('anyIf', infix('+', column('b', below(sum)), column('b', `more_${sum}`)), call('not', isLink)),
      })),
      { as: 'depth', value: ofLink(infix('+', column('b', 'depth'), column('b', 'levels'))) },
      ...marks.flatMap((mark) => [
        { as: own(mark), value: call('any', column('b', own(mark))) },
        { as: nearest(mark), value: ofLink(orElse(column('b', nearest(mark)), column('b', `n_${mark}`))) },
        { as: furthest(mark), value: ofLink(orElse(column('b', `f_${mark}`), column('b', furthest(mark)))) },
      ]),
    ],
    from: { kind: 'query', query: beside, as: 'b' },
    groupBy: [column('home')],
  };
}

/** Says who is in a circle: those to whom somebody still jumps after all rounds. Takes the nearest mark from the parent. */
function ended(nodes: Select, { sums, marks, kept }: Required<Handed>): Select {
  const landed = over(
    call('countIf', combine('AND', [isLink, infix('!=', column('jump'), text(''))]) ?? isLink),
    [linkPart(1)],
    []
  );
  const circles: Select = {
    kind: 'select',
    columns: [
      ...['home', 'above', 'depth', ...kept, ...sums.map(below)].map(same),
      ...marks.flatMap((mark) => [nearest(mark), furthest(mark)]).map(same),
      { as: 'is_circle', value: call('toUInt8', infix('>', column('landed'), number(0))) },
    ],
    from: from({
      kind: 'select',
      columns: [
        { as: '*', value: column('*') },
        { as: 'landed', value: landed },
      ],
      from: from(linked(nodes, 'jump')),
    }),
    where: call('not', isLink),
  };
  if (marks.length === 0) {
    return circles;
  }
  return {
    kind: 'select',
    columns: [
      ...['home', 'above', 'depth', 'is_circle', ...kept, ...sums.map(below), ...marks.map(furthest)].map(same),
      ...marks.map((mark) => ({ as: nearest(mark), value: column(`n_${mark}`) })),
    ],
    from: from({
      kind: 'select',
      columns: [
        { as: '*', value: column('*') },
        ...marks.map((mark) => ({ as: `n_${mark}`, value: there(column(nearest(mark)), text('')) })),
      ],
      from: from(linked(circles, 'above')),
    }),
    where: isLink,
  };
}
