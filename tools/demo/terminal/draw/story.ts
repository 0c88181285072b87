import pc from 'picocolors';
import { STORY } from '../../data/story.ts';
import { clock } from '../../grafana/watch.ts';
import type { Block } from './text.ts';

const day = (at: number) => new Date(at).toLocaleDateString('en', { weekday: 'short' });
const time = (at: number) => clock(at).slice(0, 5);

/** Lists what the demo's company went through in the last day; the last chapter is still going on. */
export const storyLines = (t0: number): Block =>
  STORY.map(({ title, from, to }: { title: string; from: number; to: number | null }) => {
    const begin = t0 + from * 60_000;
    const when = `${day(begin)} ${time(begin)} – ${to === null ? 'now  ' : time(t0 + to * 60_000)}`;
    return to === null ? `${pc.bold(pc.red(when))}  ${pc.bold(title)}` : `${pc.dim(when)}  ${title}`;
  });
