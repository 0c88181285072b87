import type { Dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys, resourceKeys } from './keys.ts';

/** W&B Weave's keys, and those of tools that write alike (Laminar, LangWatch, agento11y). */
export const weave: Dialect = {
  id: 'weave',
  title: 'Weave',
  claims: {
    scopes: ['weave*', 'lmnr*', 'langwatch*', 'agento11y*', 'sigil*'],
    keys: ['weave.span.kind', 'wandb.thread_id'],
  },
  rank: 'application',
  inputIncludesCache: 'detect',
  markers: ['weave.span.kind', 'lmnr.span.type', 'langwatch.span.type'],
  keys,
  resourceKeys,
  tagPrefixes: ['lmnr.association.properties.', 'lmnr.association.properties.metadata.', 'agento11y.tag.'],
  tagContainers: ['wandb.attributes'],
  folds,
};
