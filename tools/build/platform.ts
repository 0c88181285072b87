/** A platform of the backend, in Go's terms. */
export interface Platform {
  os: 'linux' | 'darwin' | 'windows';
  arch: 'amd64' | 'arm64';
}

/** The platforms of a release. */
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

/** Returns this machine's platform. Throws if the backend cannot be built for it. */
export function here(): Platform {
  const os = operatingSystems[process.platform];
  const arch = architectures[process.arch];
  if (!os || !arch) {
    throw new Error(`The backend cannot be built for ${process.platform} on ${process.arch}.`);
  }
  return { os, arch };
}

/** Returns the path of the backend's executable in dist, named as Grafana expects. */
export const executableName = ({ os, arch }: Platform) =>
  `datasource/gpx_genai_clickhouse_${os}_${arch}${os === 'windows' ? '.exe' : ''}`;
