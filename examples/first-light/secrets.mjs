/** Made-up secrets, put together here so that no file holds one as a literal. */
export const planted = {
  bearer: ['ey', 'JhbGciOiJIUzI1NiJ9', '.ey', 'JzdWIiOiJmYWtlIn0', '.', 'FAKEsignature'.repeat(3)].join(''),
  session: ['s%3A', 'fakeSession', '91xQ77'].join(''),
  accessToken: ['fake', 'Token', '8Hq2Zx71Lm'].join('-'),
  password: ['correct', 'horse', '9'].join('-'),
  card: ['4111', '1111', '1111', '1111'].join(' '),
  databasePassword: ['fak3', 'db', 'pass'].join('-'),
  apiKey: ['fake', 'apikey', '77Qw8823Lp'].join('-'),
  githubToken: `gh${'p_'}${'FAKE'.repeat(9)}`,
  email: ['jane.doe', 'example.com'].join('@'),
};

export const encodedPassword = Buffer.from(JSON.stringify({ user: 'jane', password: planted.password })).toString(
  'base64',
);

/** Every form in which a planted secret may stand in a line. */
export const forms = [...Object.values(planted), encodedPassword];
