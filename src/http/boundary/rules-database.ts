import type { ErrorFacts } from './facts.ts';
import type { ErrorAnswer, ErrorRule } from './rule.ts';

const conflict: ErrorAnswer = { status: 409, detail: 'The request conflicts with what is stored already.' };
const gone: ErrorAnswer = { status: 404, detail: 'What the request refers to does not exist.' };
const stillUsed: ErrorAnswer = { status: 409, detail: 'What the request refers to is in use.' };
const notAccepted: ErrorAnswer = { status: 400, detail: 'The request holds a value that cannot be stored.' };
// One second: the transaction that won is over by then, in nearly every case.
const tryAgain: ErrorAnswer = { status: 503, detail: 'The service is busy. Please try again.', retryAfterSeconds: 1 };
// Five seconds: the time in which pools reconnect and failovers begin to show.
const away: ErrorAnswer = {
  status: 503,
  detail: 'The service is not available at the moment. Please try again later.',
  retryAfterSeconds: 5,
};
const tooSlow: ErrorAnswer = { status: 504, detail: 'The request took too long. Please try again later.' };

/**
 * Drivers' and ORMs' codes. Sources: PostgreSQL 17, appendix A (SQLSTATE); MySQL 8.4 server error reference; SQLite
 * result codes; MongoDB error codes; Prisma error reference; the drivers' sources for connection errors (2026-11).
 */
export const databaseRules: readonly ErrorRule[] = [
  ...rows('unique', conflict, [
    '23505', // PostgreSQL unique_violation
    '23P01', // PostgreSQL exclusion_violation
    'ER_DUP_ENTRY', // MySQL 1062
    'SQLITE_CONSTRAINT_UNIQUE',
    'SQLITE_CONSTRAINT_PRIMARYKEY',
    'P2002', // Prisma
    '11000', // MongoDB DuplicateKey
    '11001',
  ]),
  { ...row('foreign-key', gone, ['23503']), when: ({ get }) => /not present/i.test(String(get('detail'))) },
  ...rows('foreign-key', gone, ['ER_NO_REFERENCED_ROW', 'ER_NO_REFERENCED_ROW_2']),
  ...rows('foreign-key', stillUsed, [
    '23503', // PostgreSQL foreign_key_violation
    '23001', // PostgreSQL restrict_violation
    'ER_ROW_IS_REFERENCED',
    'ER_ROW_IS_REFERENCED_2',
    'SQLITE_CONSTRAINT_FOREIGNKEY',
    'P2003',
    'P2014',
  ]),
  ...rows('not-null-or-check', notAccepted, [
    '23502', // PostgreSQL not_null_violation
    '23514', // PostgreSQL check_violation
    '22001', // PostgreSQL string_data_right_truncation
    '22003', // PostgreSQL numeric_value_out_of_range
    '22007', // PostgreSQL invalid_datetime_format
    '22P02', // PostgreSQL invalid_text_representation
    'ER_BAD_NULL_ERROR',
    'ER_NO_DEFAULT_FOR_FIELD',
    'ER_CHECK_CONSTRAINT_VIOLATED',
    'ER_DATA_TOO_LONG',
    'ER_WARN_DATA_OUT_OF_RANGE',
    'ER_TRUNCATED_WRONG_VALUE',
    'SQLITE_CONSTRAINT_NOTNULL',
    'SQLITE_CONSTRAINT_CHECK',
    'P2000',
    'P2004',
    'P2011',
    'P2012',
    '121', // MongoDB DocumentValidationFailure
  ]),
  {
    ...row('no-rows', gone, ['P2025', 'P2001', 'P2018']),
    names: [
      'NotFoundError', // Prisma 4, Objection
      'EntityNotFoundError', // TypeORM
      'EntityNotFound',
      'NoResultError', // Kysely
      'SequelizeEmptyResultError',
      'DocumentNotFoundError', // Mongoose
    ],
    // Names that anybody may give: an error that names its status says itself what it is.
    when: ({ get }) => get('status') === undefined && get('statusCode') === undefined,
  },
  { id: 'no-rows', names: ['QueryResultError'], when: ({ code }) => code === '0', wrapped: true, answer: gone },
  ...rows('deadlock', tryAgain, [
    '40001', // PostgreSQL serialization_failure
    '40P01', // PostgreSQL deadlock_detected
    '55P03', // PostgreSQL lock_not_available
    'ER_LOCK_DEADLOCK',
    'ER_LOCK_WAIT_TIMEOUT',
    'SQLITE_BUSY',
    'SQLITE_BUSY_SNAPSHOT',
    'SQLITE_LOCKED',
    'P2034',
    '112', // MongoDB WriteConflict
  ]),
  ...rows('database-away', away, [
    '53300', // PostgreSQL too_many_connections
    '57P01', // PostgreSQL admin_shutdown
    '57P02', // PostgreSQL crash_shutdown
    '57P03', // PostgreSQL cannot_connect_now
    '08000', // SQLSTATE class 08: connection exception
    '08001',
    '08003',
    '08004',
    '08006',
    'ER_CON_COUNT_ERROR',
    'PROTOCOL_CONNECTION_LOST',
    'P1001',
    'P1017',
    'P2024', // Prisma: no connection of the pool in time
  ]),
  {
    id: 'database-away',
    names: [
      'MongoNetworkError',
      'MongoServerSelectionError',
      'SequelizeConnectionError',
      'SequelizeConnectionRefusedError',
      'SequelizeHostNotFoundError',
      'ConnectionAcquireTimeoutError',
      'SequelizeConnectionAcquireTimeoutError',
    ],
    wrapped: true,
    answer: away,
  },
  ...rows('statement-timeout', tooSlow, [
    '57014', // PostgreSQL query_canceled, which is what statement_timeout gives
    'ER_QUERY_TIMEOUT',
    'PROTOCOL_SEQUENCE_TIMEOUT',
    'P1002',
    'P1008',
    '50', // MongoDB MaxTimeMSExpired
  ]),
  { id: 'statement-timeout', names: ['MongoNetworkTimeoutError'], wrapped: true, answer: tooSlow },
  // node-sqlite3 and node:sqlite say the kind only in the message or in an extended result code.
  sqlite('unique', conflict, /^(?:SQLITE_CONSTRAINT: )?UNIQUE constraint/, [2067, 1555]),
  sqlite('foreign-key', stillUsed, /^(?:SQLITE_CONSTRAINT: )?FOREIGN KEY constraint/, [787]),
  sqlite('not-null-or-check', notAccepted, /^(?:SQLITE_CONSTRAINT: )?(?:NOT NULL|CHECK) constraint/, [1299, 275]),
  sqlite('deadlock', tryAgain, /^database (?:table )?is locked/, [5, 6, 261, 517]),
];

function rows(id: string, answer: ErrorAnswer, codes: readonly string[]): readonly ErrorRule[] {
  // MongoDB's codes are small numbers that other libraries use as well.
  const shared = codes.filter((code) => /^\d{1,4}$/.test(code) || code.startsWith('1100'));
  const own = codes.filter((code) => !shared.includes(code));
  const mongo: ErrorRule = { ...row(id, answer, shared), when: ({ name }) => /^Mongo/.test(name) };
  return shared.length === 0 ? [row(id, answer, own)] : [row(id, answer, own), mongo];
}

function row(id: string, answer: ErrorAnswer, codes: readonly string[]): ErrorRule {
  return { id, codes, wrapped: true, answer };
}

function sqlite(id: string, answer: ErrorAnswer, message: RegExp, resultCodes: readonly number[]): ErrorRule {
  const when = ({ get }: ErrorFacts): boolean =>
    resultCodes.some((code) => code === get('errcode')) || message.test(String(get('message')));
  return { id, codes: ['SQLITE_CONSTRAINT', 'ERR_SQLITE_ERROR'], when, wrapped: true, answer };
}
