import { layered } from '../../../src/engine/sql/layers.ts';
import type { Output, Query, Select, Source } from '../../../src/engine/sql/nodes.ts';

/** A SELECT of a statement: what it reads, what it computes, and what it does with its rows. */
export interface Level {
  reads: string;
  /** Outputs that are computed here; others are passed on. */
  makes: string[];
  passesOn: number;
  does: string[];
}

/** SELECTs that each read the previous one. */
export interface Part {
  name: string;
  levels: Level[];
}

const main = 'the answer';

/** Lists the parts of a statement in the order of computation: named queries first, the answer last. */
export function partsOf(query: Query): Part[] {
  const outline = new Outline();
  outline.part(query, main);
  return outline.parts;
}

class Outline {
  readonly parts: Part[] = [];
  private readonly names = new Map<Query, string>();

  part(query: Query, name: string): void {
    const levels = query.kind === 'union' ? [this.union(query.all, name)] : this.levels(query);
    this.parts.push({ name, levels });
  }

  /** Lists levels from the inside out. */
  private levels(select: Select): Level[] {
    const read = select.layers ? layered(select) : select;
    const { from } = read;
    const below = from.kind === 'query' && from.query.name === undefined && from.query.kind === 'select';
    const levels = below ? this.levels(from.query as Select) : [];
    const made = read.columns.filter((output) => !isPassedOn(output));
    return [
      ...levels,
      {
        reads: [below ? 'the level before' : this.source(from), ...this.subqueries(read)].join(', '),
        makes: made.map(({ as }) => as),
        passesOn: read.columns.length - made.length,
        does: doings(read),
      },
    ];
  }

  private union(all: readonly Select[], name: string): Level {
    const names = all.map((select, index) => this.named(select, `${name}, branch ${index + 1}`));
    return { reads: names.join(' and '), makes: [], passesOn: 0, does: ['unites them'] };
  }

  private source(source: Source): string {
    switch (source.kind) {
      case 'table':
        return `table ${source.path.join('.')}`;
      case 'query':
        return this.named(source.query, 'an inner query');
      case 'join':
        return `${this.source(source.left)} joined with ${this.named(source.right, source.rightAs)}`;
    }
  }

  /** Lists the queries that conditions and outputs read. */
  private subqueries(select: Select): string[] {
    const found = new Set<Query>();
    const { from: _, ...own } = select;
    collect(own, found);
    return [...found].map((query) => this.named(query, 'a subquery'));
  }

  /** Returns the name of a query that is a part of its own, which is listed before the part that reads it. */
  private named(query: Query, otherwise: string): string {
    const known = this.names.get(query);
    if (known !== undefined) {
      return known;
    }
    // Named as in the SQL: `_rows_of_requests`, `_rows_of_requests_2`.
    const [wanted, gap] = query.name === undefined ? [otherwise, ' '] : [`_${query.name}`, '_'];
    const taken = [...this.names.values()].filter((name) => name === wanted || name.startsWith(wanted + gap)).length;
    const name = taken === 0 ? wanted : `${wanted}${gap}${taken + 1}`;
    this.names.set(query, name);
    this.part(query, name);
    return name;
  }
}

const isPassedOn = ({ as, value }: Output): boolean =>
  value.kind === 'column' && value.path[value.path.length - 1] === as;

function doings({ prewhere, where, groupBy, having, orderBy, limit, arrayJoin }: Select): string[] {
  return [
    ...(prewhere || where ? ['filters'] : []),
    ...(arrayJoin ? ['unfolds arrays'] : []),
    ...(groupBy?.length ? [`groups by ${groupBy.length}`] : []),
    ...(having ? ['filters groups'] : []),
    ...(orderBy?.length ? ['orders'] : []),
    ...(limit === undefined ? [] : [`keeps ${limit}`]),
  ];
}

/** Collects the subqueries in a node, but not those inside other subqueries. */
function collect(node: unknown, found: Set<Query>): void {
  if (Array.isArray(node)) {
    node.forEach((item) => collect(item, found));
  } else if (typeof node === 'object' && node !== null) {
    if ('kind' in node && node.kind === 'subquery' && 'query' in node) {
      found.add(node.query as Query);
      return;
    }
    Object.values(node).forEach((item) => collect(item, found));
  }
}
