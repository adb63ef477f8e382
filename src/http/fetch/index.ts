export { httpLogger, type RouteHandler, type RouteHandlerOptions } from './route-handler.ts';
