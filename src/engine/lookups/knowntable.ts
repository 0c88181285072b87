import type { Answer } from '../host.ts';
import { memo, names } from '../memo.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census } from '../source/census.ts';
import type { SourceDescription } from '../source/description.ts';
import { readCensus } from './censusanswers.ts';

/** What statements are made from. Its `name` is that of all that are like it. */
export interface KnownTable {
  name: string;
  settings: Settings;
  source: SourceDescription;
  census: Census;
}

/** Gives all panels of a dashboard the same objects, with which the parts made from them are kept. */
const alike = memo<KnownTable>(20);
const read = memo<KnownTable>(20);
const nameOf = names(100);

/**
 * What the answers of a census say, not how: the counts of an hour that goes on are others every minute, while what the spans hold
 * is the same, and so are the statements.
 */
export function knownTable(settings: Settings, source: SourceDescription, answers: readonly Answer[]): KnownTable {
  const of = nameOf(JSON.stringify([settings, source]));
  return read(`${of} ${nameOf(JSON.stringify(answers))}`, () => {
    const census = readCensus(answers, settings);
    const name = `${of} ${nameOf(JSON.stringify(census))}`;
    return alike(name, () => ({ name, settings, source, census }));
  });
}
