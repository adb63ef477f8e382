/** Every code logveil can show, in one table; `docs/errors.md` explains each and a test keeps the two in step. */
export const errorCodes = {
  LOGVEIL_OPTIONS: 'options were refused when something was created',
  LOGVEIL_ENV: 'environment variables were refused at start',
  LOGVEIL_REDACTION_FAILED: 'the redactor failed, so the content of a line was withheld',
  LOGVEIL_CENSOR_FAILED: 'a censor function threw, so the marker was written instead',
  LOGVEIL_HOOK_FAILED:
    'a serializer, mixin, formatter, hook or argument of the caller threw, so its part of a line is missing',
  LOGVEIL_SERIALIZE_FAILED: 'a record could not be turned into JSON, so its fields were withheld',
  LOGVEIL_WRITE_FAILED: 'the destination threw while a line was written',
  LOGVEIL_NO_PSEUDONYM_KEY: 'a pseudonym was asked for without a key, so the marker is used instead',
  LOGVEIL_KNOWN_SECRET_REFUSED: 'a known secret was too short or too common to look for',
  LOGVEIL_SPOOL_FAILED: 'the spool cannot be written, so lines wait in memory',
  LOGVEIL_NOT_DELIVERED: 'the endpoint does not take lines, so they wait in the spool',
  LOGVEIL_LINES_DROPPED: 'lines will not arrive at the endpoint',
  LOGVEIL_SHIPPER_DIED: 'the worker thread that ships lines has ended and is started again',
  LOGVEIL_LOGS_SENT_TWICE: 'lines are delivered by the logger and sent by instrumentation-pino as well',
  LOGVEIL_TELEMETRY_LOST: 'the last telemetry could not be exported before the process ended',
} as const;

/** A code from {@link errorCodes}. */
export type ErrorCode = keyof typeof errorCodes;
