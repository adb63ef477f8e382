/** A child process that logs with the ids in its environment. */
import { extractContext, startContext } from '../../../dist/context/index.js';
import { createLogger } from '../../../dist/index.js';

startContext(extractContext(process.env), () => createLogger().info('child'));
