import { existsSync } from 'node:fs';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Finds a browser on this machine: CHROME_PATH, or the usual locations. */
export const findChromium = () =>
  [process.env['CHROME_PATH'] ?? '', ...usual].find((path) => path !== '' && existsSync(path));
