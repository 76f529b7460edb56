import { defineConfig } from '@playwright/test'

const chromium = process.env.SWITCHYARD_CHROMIUM
// Chromium's own sandbox refuses to run as root.
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: '.cache/test-results',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : 'list',
  use: {
    browserName: 'chromium',
    launchOptions: { ...(chromium ? { executablePath: chromium } : {}), args },
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
  },
})
