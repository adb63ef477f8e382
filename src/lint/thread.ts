/** Where a thread of lint begins; what it does is in `worker.ts`. */
import { loadJoined } from '../joined/load.ts';

loadJoined('worker', false);
