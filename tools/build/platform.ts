/** Where the backend runs, in Go's words. */
export interface Platform {
  os: 'linux' | 'darwin' | 'windows';
  arch: 'amd64' | 'arm64';
}

/** What a release carries. */
export const released: Platform[] = [
  { os: 'linux', arch: 'amd64' },
  { os: 'linux', arch: 'arm64' },
];

const operatingSystems: Partial<Record<NodeJS.Platform, Platform['os']>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};
const architectures: Partial<Record<NodeJS.Architecture, Platform['arch']>> = { x64: 'amd64', arm64: 'arm64' };

/** This machine. */
export function here(): Platform {
  const os = operatingSystems[process.platform];
  const arch = architectures[process.arch];
  if (!os || !arch) {
    throw new Error(`The backend cannot be built for ${process.platform} on ${process.arch}.`);
  }
  return { os, arch };
}

/** The backend's file, below dist; named as Grafana looks for it. */
export const executableName = ({ os, arch }: Platform) =>
  `datasource/gpx_genai_clickhouse_${os}_${arch}${os === 'windows' ? '.exe' : ''}`;
