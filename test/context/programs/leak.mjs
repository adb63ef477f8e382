/** 200,000 contexts with everything that can hold one; says by how many bytes the heap grew after the first tenth. */
import { EventEmitter } from 'node:events';
import {
  addContext,
  bindContext,
  bindEmitter,
  injectContext,
  propagateContext,
  resolveInbound,
  runWithContext,
  snapshot,
  startContext,
} from '../../../dist/context/index.js';
import { createLogger } from '../../../dist/index.js';

const logger = createLogger({}, { write: () => undefined });
const longLived = new EventEmitter();
propagateContext();

async function use(n) {
  const { fields } = resolveInbound({ 'x-request-id': `request-${n}` });
  await startContext(fields, async () => {
    addContext({ user: `user-${n}`, note: 'x'.repeat(100) });
    bindEmitter(longLived);
    bindEmitter(new EventEmitter())
      .on('x', () => undefined)
      .emit('x');
    await bindContext(async () => undefined)();
    snapshot()(() => undefined);
    injectContext({});
    runWithContext({ step: 1 }, () => undefined);
    // A line costs a hundred times what a context does, so not every context writes some.
    if (n % 20 > 0) return;
    logger.info({ n }, 'x');
    try {
      runWithContext({ step: 2 }, () => {
        throw new RangeError('no');
      });
    } catch (error) {
      logger.error(error);
    }
  });
}

async function round(from, to) {
  for (let n = from; n < to; n += 100) await Promise.all(Array.from({ length: 100 }, (_, i) => use(n + i)));
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed;
}

const before = await round(0, 20_000);
const after = await round(20_000, 200_000);
console.log(after - before);
