export { errorHandler, httpLogger, type KoaContextLike, type KoaMiddleware } from './middleware.ts';
