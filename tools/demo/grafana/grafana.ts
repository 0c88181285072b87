/** Where a Grafana finds what it needs; paths are of this machine. */
export interface Setup {
  port: number;
  /** Folder that holds the plugins' folders. */
  plugins: string;
  provisioning: string;
  dashboards: string;
  /** A database that may be thrown away, and logs. */
  data: string;
}

/** A program to run in the foreground, and what to tell it. */
export interface Launch {
  command: string;
  args: string[];
  env: Record<string, string>;
}

/** A Grafana that can be started. */
export interface Grafana {
  /** For the user: what it is and where it came from. */
  title: string;
  /** The operating system that plugins run on. */
  system: 'here' | 'linux';
  launch(setup: Setup): Launch;
}
