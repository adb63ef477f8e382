import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Tests on Next.js, which takes 350 MB and so is installed from npm when they are run: `npm run test:next`. */
const config: ViteUserConfig = defineConfig({ test: { include: ['test/next/*.next.ts'], testTimeout: 60_000 } });

export default config;
