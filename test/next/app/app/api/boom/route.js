import { handle } from '../../log.js';

export const GET = handle(
  async (request) => {
    throw new Error(`password=${request.headers.get('x-password')} was wrong`);
  },
  { route: '/api/boom' },
);
