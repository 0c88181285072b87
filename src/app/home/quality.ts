import { lowerIsBetter } from '../../engine/catalogue/comparisons.ts';
import { askRows, numberOf, textOf, type Range } from '../query.ts';

/** The feature that an evaluation scores worst. */
export interface Worst {
  evaluation: string;
  feature: string;
  score: number;
  /** The score minus that of the same time a week before; null where there was none. */
  change: number | null;
  count: number;
  /** Whether a low score is the good one. */
  lower: boolean;
}

/** Scores of one feature from which it is judged: a single bad answer makes no feature the worst. */
const enough = 10;
const week = 7 * 86_400;

/** The pattern is written for ClickHouse, whose RE2 takes the flag in front. */
const lowPattern = new RegExp(lowerIsBetter.replace('(?i)', ''), 'i');

/** Asks for the worst feature of each evaluation, the evaluation with the most scores first. */
export async function worstFeatures(uid: string, range: Range): Promise<Worst[]> {
  const { rows } = await askRows(
    uid,
    {
      kind: 'measure',
      measures: [
        { id: 'score_mean' },
        { id: 'score_mean', compare: 'difference', name: 'change' },
        { id: 'score_count' },
      ],
      groupBy: ['evaluation', 'feature'],
      filters: [],
      baseline: { offset: week },
    },
    range
  );
  const judged = rows.flatMap((row): Worst[] => {
    const [score, count] = [numberOf(row['score_mean']), numberOf(row['score_count']) ?? 0];
    const [evaluation, feature] = [textOf(row['evaluation']), textOf(row['feature'])];
    return score === null || count < enough || feature === 'unknown'
      ? []
      : [{ evaluation, feature, score, change: numberOf(row['change']), count, lower: lowPattern.test(evaluation) }];
  });
  const names = [...new Set(judged.map(({ evaluation }) => evaluation))];
  const countOf = (name: string) =>
    judged.filter(({ evaluation }) => evaluation === name).reduce((sum, { count }) => sum + count, 0);
  return names
    .sort((a, b) => countOf(b) - countOf(a))
    .flatMap((name) => {
      const [worst] = judged
        .filter(({ evaluation }) => evaluation === name)
        .sort((a, b) => (a.lower ? b.score - a.score : a.score - b.score));
      return worst ? [worst] : [];
    });
}
