import { notFound, redirect } from 'next/navigation';
import { handle } from '../../log.js';

export const GET = handle(
  async (request) => {
    if (request.nextUrl.searchParams.has('gone')) notFound();
    redirect('/login');
  },
  { route: '/api/away' },
);
