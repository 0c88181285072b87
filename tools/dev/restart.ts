import { execFileSync } from 'node:child_process';

interface Process {
  pid: number;
  parent: number;
  command: string;
}

/** Lists the processes of this machine, on Linux and macOS. */
function processes(): Process[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    });
}

/** Ends the backend of a Grafana, which restarts it within a second. Returns whether there was one. */
export function restartBackend(grafana: number, all = processes()): boolean {
  const found = pluginsBelow(grafana, all);
  found.forEach(({ pid }) => process.kill(pid, 'SIGTERM'));
  return found.length > 0;
}

/** Finds the descendants that run our executable. */
export function pluginsBelow(ancestor: number, all: readonly Process[]): Process[] {
  const children = all.filter(({ parent }) => parent === ancestor);
  return children.flatMap((child) => [
    ...(/\/gpx_genai_clickhouse_\w+/.test(child.command) ? [child] : []),
    ...pluginsBelow(child.pid, all),
  ]);
}
