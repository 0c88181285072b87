import type { Answer } from '../host.ts';
import { distinct, isAbout } from './answers.ts';
import { toolColumn } from './callsquestion.ts';
import { readKeys, type OfKeys } from './keysanswers.ts';
import { readSpans, type OfSpans } from './spansanswers.ts';
import { requestsColumn } from './spansquestion.ts';
import { mayLack, type Spoken } from './spoken.ts';
import type { Settings } from '../settings/settings.ts';
import type { Census } from '../source/census.ts';

/** Reads the answers of both rounds, or what `unite` made of them. */
export function readCensus(answers: readonly Answer[], settings: Settings): Census {
  const { spoken: _, isBare, ...keys } = ofKeys(answers, settings);
  const spans = ofSpans(answers, settings);
  return {
    ...keys,
    ...spans,
    tagKeys: distinct([keys.tagKeys, spans.tagKeys]),
    lacking: mayLack.filter((field) => spans.lacking.includes(field) || (field === 'requestModel' && isBare)),
    longestTrace: Math.max(keys.longestTrace, spans.longestTrace),
  };
}

/** Which slices are written alike, as the first round's answers tell. */
export const readSpoken = (answers: readonly Answer[], settings: Settings): Spoken[] =>
  ofKeys(answers, settings).spoken;

/** The answers of a round as one of one text, so that the slices need not be read again for each query. */
export const unite = (answers: readonly Answer[], settings: Settings): Answer =>
  answers.some(isAbout(requestsColumn)) || answers.some(isAbout(toolColumn))
    ? united(spansUnited, readSpans(answers, settings))
    : united(keysUnited, readKeys(answers, settings));

const keysUnited = 'united keys';
const spansUnited = 'united spans';

const united = (as: string, value: unknown): Answer => ({ ok: true, columns: [as], rows: [[JSON.stringify(value)]] });

function unitedIn(answers: readonly Answer[], as: string): unknown {
  const text = answers.find(isAbout(as))?.rows[0]?.[0];
  return text === undefined ? undefined : JSON.parse(String(text));
}

const ofKeys = (answers: readonly Answer[], settings: Settings): OfKeys =>
  (unitedIn(answers, keysUnited) as OfKeys | undefined) ?? readKeys(answers, settings);

const ofSpans = (answers: readonly Answer[], settings: Settings): OfSpans =>
  (unitedIn(answers, spansUnited) as OfSpans | undefined) ?? readSpans(answers, settings);
