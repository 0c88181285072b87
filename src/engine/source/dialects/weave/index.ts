import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** W&B Weave's keys, and those of tools that write alike (Laminar, LangWatch, Latitude). */
export const weave = dialect({
  id: 'weave',
  title: 'Weave',
  claims: {
    scopes: ['weave*', 'lmnr*', 'langwatch*'],
    keys: ['weave.span.kind', 'wandb.thread_id'],
  },
  markers: ['weave.span.kind', 'lmnr.span.type', 'langwatch.span.type'],
  keys,
  tagPrefixes: ['lmnr.association.properties.', 'lmnr.association.properties.metadata.'],
  tagContainers: ['wandb.attributes', 'latitude.metadata'],
  folds,
});
