import { dialect } from '../dialect.ts';
import { folds } from './folds.ts';
import { keys } from './keys.ts';

/** W&B Weave's keys, and those of tools that write alike (Laminar, LangWatch, Latitude, agento11y). */
export const weave = dialect({
  id: 'weave',
  title: 'Weave',
  claims: {
    scopes: ['weave*', 'lmnr*', 'langwatch*', 'agento11y*', 'sigil*'],
    keys: ['weave.span.kind', 'wandb.thread_id'],
  },
  markers: ['weave.span.kind', 'lmnr.span.type', 'langwatch.span.type'],
  keys,
  tagPrefixes: ['lmnr.association.properties.', 'lmnr.association.properties.metadata.', 'agento11y.tag.'],
  tagContainers: ['wandb.attributes', 'latitude.metadata'],
  folds,
});
