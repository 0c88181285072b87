import type { Writer } from '../writer.ts';
import { flat, flatLeast } from './flat.ts';
import { langfuse } from './langfuse.ts';
import { otelJson, otelJsonKeys } from './otel-json.ts';
import { otelMap, otelMapOlder } from './otel-map.ts';
import { signoz } from './signoz.ts';

/** The writers; the first is the one that the others are compared with. */
export const writers: readonly Writer[] = [
  otelMap,
  otelMapOlder,
  otelJson,
  otelJsonKeys,
  signoz,
  langfuse,
  flat,
  flatLeast,
];
