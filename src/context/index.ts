export { bindContext, bindEmitter, type Restore, snapshot } from './bind.ts';
export { type ExtractOptions, extractContext, type InjectOptions, injectContext } from './carrier.ts';
export type { Carrier, CarrierFormat } from './carrier-access.ts';
export {
  addContext,
  getContext,
  getCorrelationId,
  getRequestContext,
  runWithContext,
  startContext,
} from './context.ts';
export type { ContextFields, ContextIds, ContextValue, DeclaredContextFields } from './context-fields.ts';
export {
  checkInboundOptions,
  type Inbound,
  type InboundHeaders,
  type InboundOptions,
  type InboundStats,
  inboundStats,
  resolveInbound,
} from './inbound.ts';
export { type PropagateOptions, type Propagation, type PropagationStats, propagateContext } from './propagate.ts';
