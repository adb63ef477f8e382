/** A service of CommonJS modules. */
const api = require('@opentelemetry/api');
const { logs } = require('@opentelemetry/api-logs');
const express = require('express');

async function main() {
  const { createLogger } = await import('../../../dist/index.js');
  const { serve } = await import('./serve.mjs');
  await serve({ express, logger: createLogger({ service: 'checkout' }), api, logs });
}

main();
