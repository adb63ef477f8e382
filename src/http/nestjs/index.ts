export {
  HttpLoggerModule,
  LOGVEIL_LOGGER,
  type NestDynamicModule,
  type NestHttpOptions,
  type NestLoggerService,
  nestLogger,
} from './module.ts';
