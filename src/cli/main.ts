#!/usr/bin/env node
import module from 'node:module';

// From Node 22.1 on, compiled code is kept between runs. Before the rest is loaded, so that all of it is kept.
if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache();

const { run } = await import('./run.ts');
process.exitCode = await run(process.argv.slice(2), process);
