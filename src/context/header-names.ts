/** Names a correlation id is looked for under, unless options name others. */
export const defaultAccept: readonly string[] = ['x-request-id', 'x-correlation-id', 'request-id'];

/** Name a correlation id goes out under, unless options name another. */
export const defaultHeader = 'x-request-id';

// RFC 9110, section 5.6.2: the characters of a header's name.
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/;

/** Whether a value can be the name of a header. */
export function isHeaderName(name: unknown): name is string {
  return typeof name === 'string' && headerName.test(name);
}
