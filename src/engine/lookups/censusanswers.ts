import type { Answer } from '../host.ts';
import { distinct, isAbout } from './answers.ts';
import { toolColumn } from './callsquestion.ts';
import { bothKeys, readKeys, type OfKeys } from './keysanswers.ts';
import { bothSpans, readSpans, type OfSpans } from './spansanswers.ts';
import { requestsColumn } from './spansquestion.ts';
import { mayLack, type Spoken } from './spoken.ts';
import { readDays, storedColumn } from './storeddays.ts';
import { united, unitedIn } from './united.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census } from '../source/census.ts';

/** Reads the answers of both rounds and what was stored of closed days, or what `unite` made of them. */
export function readCensus(answers: readonly Answer[], settings: Settings): Census {
  const { spoken: _, isBare, ...keys } = ofKeys(answers, settings);
  const { places: __, ...spans } = ofSpans(answers, settings);
  return {
    ...keys,
    ...spans,
    models: inOrder(spans.models),
    tagKeys: distinct([keys.tagKeys, spans.tagKeys]),
    lacking: mayLack.filter((field) => spans.lacking.includes(field) || (field === 'requestModel' && isBare)),
    longestTrace: Math.max(keys.longestTrace, spans.longestTrace),
  };
}

/** So many models are used often enough to have a price, however many there are. */
const mostOrdered = 100;

/**
 * Orders the most used models by name: which of two is used more changes from minute to minute, and a plan is made anew for each
 * order.
 */
const inOrder = (models: Census['models']): Census['models'] => {
  const byName = (a: Census['models'][number], b: Census['models'][number]): number =>
    a.join('\n') < b.join('\n') ? -1 : 1;
  return [...models.slice(0, mostOrdered).sort(byName), ...models.slice(mostOrdered)];
};

/** Which slices are written alike, as the first round's answers tell. */
export const readSpoken = (answers: readonly Answer[], settings: Settings): Spoken[] =>
  ofKeys(answers, settings).spoken;

/** The answers of a round as one of one text, so that the slices need not be read again for each query. */
export const unite = (answers: readonly Answer[], settings: Settings): Answer =>
  answers.some(isAbout(storedColumn))
    ? united(daysUnited, readDays(answers, settings))
    : answers.some(isAbout(requestsColumn)) || answers.some(isAbout(toolColumn))
      ? united(spansUnited, readSpans(answers, settings))
      : united(keysUnited, readKeys(answers, settings));

export const keysUnited = 'united keys';
export const spansUnited = 'united spans';
export const daysUnited = 'united days';

const ofKeys = (answers: readonly Answer[], settings: Settings): OfKeys =>
  unitedIn<OfKeys>(answers, keysUnited).reduce(bothKeys, readKeys(answers, settings));

const ofSpans = (answers: readonly Answer[], settings: Settings): OfSpans =>
  unitedIn<OfSpans>(answers, spansUnited).reduce(bothSpans, readSpans(answers, settings));
