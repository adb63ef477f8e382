export { type ContextFields, type ContextValue, getContext, getCorrelationId, runWithContext } from './context.ts';
