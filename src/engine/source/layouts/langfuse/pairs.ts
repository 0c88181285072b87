import { array, call, column, infix, lambda, number, text, type Expression } from '../../../sql/nodes.ts';
import type { AllPairs } from '../layout.ts';
import { ofObservation } from './columns.ts';

/** Entries of metadata that hold the attributes of an OpenTelemetry span, as JSON texts. */
const nested = ['attributes', 'resourceAttributes'];

/** The pairs of the JSON text under a name of the metadata. */
export function pairsUnder(name: string): AllPairs {
  const pairs = call('JSONExtractKeysAndValues', call('arrayElement', column('metadata'), text(name)), text('String'));
  const part = (index: number) =>
    call('arrayMap', lambda(['p'], call('tupleElement', column('p'), number(index))), pairs);
  return { keys: part(1), values: part(2) };
}

const names = Object.keys(ofObservation);
const ofAttributes = pairsUnder('attributes');
const isOwn = lambda(['k', 'v'], infix('NOT IN', column('k'), array(nested.map(text))));
const own = call('mapFilter', isOwn, column('metadata'));

const joined = (...parts: Expression[]): Expression => call('arrayConcat', ...parts);

/** The columns of an observation by the equivalent attributes, its metadata, and the attributes in there. */
export const pairsOfObservation: AllPairs = {
  keys: joined(
    array(names.map(text)),
    call('arrayMap', lambda(['k'], call('toString', column('k'))), call('mapKeys', own)),
    ofAttributes.keys
  ),
  values: joined(array(Object.values(ofObservation)), call('mapValues', own), ofAttributes.values),
};
