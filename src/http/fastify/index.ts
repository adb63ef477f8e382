export {
  errorHandler,
  type FastifyErrorHandler,
  type FastifyPlugin,
  type FastifyReplyLike,
  type FastifyRequestLike,
  httpLogger,
  notFoundHandler,
} from './plugin.ts';
