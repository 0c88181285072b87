/** The folders that a Grafana uses, as paths on this machine. */
export interface Setup {
  port: number;
  /** The folder with the plugins' folders. */
  plugins: string;
  provisioning: string;
  /** The folder for a disposable database and logs. */
  data: string;
}

/** A program to run in the foreground, with its arguments. */
export interface Launch {
  command: string;
  args: string[];
  env: Record<string, string>;
}

/** A Grafana that can be started. */
export interface Grafana {
  /** The title for the user: what it is, and where it came from. */
  title: string;
  /** The operating system that plugins run on. */
  system: 'here' | 'linux';
  launch(setup: Setup): Launch;
}
