import type { Config } from '../../evaluate/config/schema.ts';
import { remoteOf } from '../../evaluate/run/asked.ts';
import { callsDue, contentsOfCalls, skipOf, type Range } from '../../evaluate/run/pass.ts';
import { promptOf } from '../../evaluate/judges/prompt.ts';
import type { Server } from '../../evaluate/server.ts';
import { percent, table } from '../table.ts';
import { dryHead, dryNote, unknownCost, usd } from './messages.ts';

const day = 86_400;
/** Calls whose content is read for an estimate. */
const sample = 100;
/** Calls that are counted at most. */
const mostCounted = 200_000;
/** Of what judges answer. */
const answerTokens = 120;
const charactersOfToken = 4;

/** Shows what evaluators would do with the calls of the last day, or of a range. */
export async function dryRun(server: Server, { evaluators, output }: Config, range?: Range): Promise<void> {
  const rows: unknown[][] = [];
  for (const evaluator of evaluators) {
    const ofDay = { ...evaluator, lookbackSeconds: day };
    const { environment } = output;
    const calls = await callsDue(server, ofDay, { environment, range, limit: mostCounted, ledger: null });
    const latest = calls.slice(0, sample);
    const contents = latest.length === 0 ? [] : await contentsOfCalls(server, latest);
    const reasons = latest.map((call, index) => skipOf(evaluator, call, contents[index]));
    const taken = contents.flatMap((content, index) =>
      reasons[index] === undefined && content.found ? [content.values] : []
    );
    const remote = remoteOf(evaluator, server.settings, Date.now());
    const costs = taken.map((values) => {
      if (evaluator.kind !== 'judge' || !remote) {
        return 0;
      }
      const { system, user } = promptOf(evaluator, values, '000000000000');
      const input = Math.ceil((system.length + user.length) / charactersOfToken);
      return remote.costOf({ input, output: answerTokens });
    });
    const ofSample = costs.reduce((sum, one) => sum + one, 0);
    const cost = latest.length === 0 ? 0 : (ofSample * calls.length) / latest.length;
    rows.push([
      evaluator.name,
      evaluator.version,
      calls.length,
      skippedShare(reasons),
      remote && !remote.isPriced ? unknownCost() : usd(cost),
    ]);
  }
  console.log(table(dryHead(range === undefined ? 'a day' : 'the range'), rows));
  console.log(dryNote(sample));
}

/** The share that is skipped, with the reasons of most. */
function skippedShare(reasons: readonly (string | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) {
    if (reason !== undefined) {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
  }
  const skipped = reasons.filter((reason) => reason !== undefined).length;
  const most = [...counts.entries()].sort(([, a], [, b]) => b - a).slice(0, 2);
  const why = most.length === 0 ? '' : ` (${most.map(([reason]) => reason).join(', ')})`;
  return `${percent(skipped, reasons.length)}${why}`;
}
