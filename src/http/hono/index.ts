export { errorHandler, type HonoContextLike, type HonoMiddleware, httpLogger, notFoundHandler } from './middleware.ts';
