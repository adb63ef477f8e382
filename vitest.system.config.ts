import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Tests that need Debian's chromium, parallel, python3, zstd and bzip2: `.ci/run` installs them. */
const config: ViteUserConfig = defineConfig({ test: { include: ['test/**/*.system.test.ts'], testTimeout: 60_000 } });

export default config;
