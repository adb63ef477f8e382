import { createLogger } from 'logveil';
import { httpLogger } from 'logveil/http/fetch';

export const logger = createLogger({ service: 'shop' });
export const handle = httpLogger({ logger });
