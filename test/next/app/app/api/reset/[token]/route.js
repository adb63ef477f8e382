import { addContext } from 'logveil/context';
import { handle, logger } from '../../../log.js';

export const GET = handle(
  async (request, { params }) => {
    const { token } = await params;
    addContext({ user_id: 7 });
    logger.info('inside');
    return Response.json({ length: token.length, page: request.nextUrl.searchParams.get('page') });
  },
  { route: '/api/reset/[token]' },
);
