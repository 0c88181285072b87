import { escapeArrayParameter } from '../../../src/engine/sql/escape.ts';
import { quoteText } from '../../../src/engine/sql/print.ts';
import { resultId } from '../ledger/result.ts';
import type { Tables } from '../ledger/tables.ts';
import { select, type Server } from '../server.ts';
import { agreementOf, bestThreshold, type Agreement, type Threshold } from './agreement.ts';
import type { Label } from './labels.ts';

export interface Calibration extends Agreement {
  evaluator: string;
  version: string;
  /** Labels of the file, and those of calls that the evaluator did not score. */
  labels: number;
  unscored: number;
  /** The least score that passes here: the evaluator’s, or else the suggested one; null where scores are compared, or none is known. */
  passFrom: number | null;
  /** Null where nothing tells what passes for humans, or no threshold agrees better than chance. */
  suggested: Threshold | null;
}

interface Scored {
  id: string;
  response: string;
  score: number;
  passed: number | null;
}

/** Labels of one statement. */
const together = 500;

/** Compares what humans say with the scores of an evaluator’s version. */
export async function calibrate(
  server: Server,
  tables: Tables,
  { name, version, passFrom }: { name: string; version: string; passFrom?: number | undefined },
  labels: readonly Label[]
): Promise<Calibration> {
  const pairs: { says: Label['says']; scored: Scored }[] = [];
  for (let at = 0; at < labels.length; at += together) {
    const some = labels.slice(at, at + together);
    const idOf = ({ home }: Label) => (home === '' ? '' : resultId(name, version, home));
    const found = await scoresOf(
      server,
      tables,
      { name, version },
      some.map(idOf),
      some.map(({ response }) => response)
    );
    for (const label of some) {
      const scored = found.find((one) =>
        label.home === '' ? one.response === label.response : one.id === idOf(label)
      );
      if (scored) {
        pairs.push({ says: label.says, scored });
      }
    }
  }
  // Whether a human’s score passes is known only by the evaluator’s own threshold.
  const judged = pairs.flatMap(({ says, scored: { score } }) =>
    'passed' in says
      ? [{ passed: says.passed, score }]
      : passFrom === undefined
        ? []
        : [{ passed: says.score >= passFrom, score }]
  );
  const suggested = bestThreshold(judged);
  const least = passFrom ?? suggested?.passFrom;
  const agreement = agreementOf(
    pairs.flatMap(({ says, scored: { score, passed } }) => {
      if ('score' in says) {
        return [{ human: String(Math.round(says.score)), evaluator: String(Math.round(score)) }];
      }
      const own = passed === null ? least !== undefined && score >= least : passed === 1;
      // A score without any threshold is no verdict.
      return passed === null && least === undefined ? [] : [{ human: verdict(says.passed), evaluator: verdict(own) }];
    })
  );
  const isByScore = labels.some(({ says }) => 'score' in says);
  return {
    ...{ evaluator: name, version, labels: labels.length, unscored: labels.length - pairs.length },
    ...agreement,
    passFrom: isByScore ? null : (least ?? null),
    suggested,
  };
}

const verdict = (passed: boolean): string => (passed ? 'pass' : 'fail');

const scoresOf = async (
  server: Server,
  { sql }: Tables,
  { name, version }: { name: string; version: string },
  ids: readonly string[],
  responses: readonly string[]
): Promise<Scored[]> =>
  select<Scored>(
    server,
    [
      'SELECT Id AS id, ResponseId AS response, Score AS score, Passed AS passed',
      `FROM ${sql.results} FINAL`,
      `WHERE Evaluator = ${quoteText(name)} AND Version = ${quoteText(version)} AND Outcome = 'scored'`,
      "  AND (Id IN {ids:Array(String)} OR (ResponseId != '' AND ResponseId IN {responses:Array(String)}))",
    ].join('\n'),
    { ids: escapeArrayParameter(ids), responses: escapeArrayParameter(responses) }
  );
