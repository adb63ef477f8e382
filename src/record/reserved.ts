/** Keys only logveil writes. The same key from a caller is kept under `fields`, so that a record cannot be forged. */
export const reservedKeys: readonly string[] = [
  'level',
  'time',
  'service_name',
  'correlation_id',
  'trace_id',
  'span_id',
  'trace_flags',
  'context_rejected',
  'log_error',
  'redaction_error',
  'truncated_bytes',
];

/** Where reserved keys of a caller are kept. */
export const movedKey = 'fields';
