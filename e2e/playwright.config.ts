// Journeys on the real binary, in Debian's headless Chromium: no browser is downloaded.
import { defineConfig } from '@playwright/test';

const executablePath = process.env.CANDOUR_CHROMIUM ?? '/usr/bin/chromium-headless-shell';
const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
// Chromium refuses its sandbox to root, who runs this in CI's container.
const args = process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet;

export default defineConfig({
  testDir: '.',
  outputDir: '../target/journeys/results',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 8_000 },
  snapshotPathTemplate: '{testDir}/{testFileDir}/snapshots/{arg}{ext}',
  forbidOnly: true,
  reporter: [['list'], ['html', { outputFolder: '../target/journeys/report', open: 'never' }]],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath, args },
    // A trace costs a third of a journey: one that failed is run again with `-- --trace on`.
    trace: 'off',
    screenshot: 'only-on-failure',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  },
  projects: [
    { name: 'journeys', testIgnore: /screens/ },
    // Writes docs/screens: `cargo xtask journeys -- --project=screens`.
    { name: 'screens', testMatch: /screens/ },
  ],
});
