/** The records that are logged. Secrets are made up, and put together here so that no file holds one as a literal. */

const email = ['jane.doe', 'example.com'].join('@');

/** What must not be left in a line: nine places, seven values. */
export const planted = {
  password: ['correct', 'horse', '9'].join('-'),
  card: ['4111', '1111', '1111', '1111'].join(''),
  cvv: ['9', '4', '7'].join(''),
  bearer: ['ey', 'JhbGciOiJIUzI1NiJ9', '.ey', 'JzdWIiOiJmYWtlIn0', '.', 'FAKEsignature'.repeat(2)].join(''),
  cookie: ['s%3A', 'fakeSession', '91xQ77'].join(''),
  'url token': ['fake', 'Token', '8Hq2Zx71Lm'].join(''),
  'e-mail': email,
};

/** A request as a service logs it: 30 leaves, about 850 bytes as a line, with secrets in nine places. */
export function requestRecord() {
  return {
    req: {
      id: 'b1946ac9-2492-4d23-9f6e-0e5f7c1a2b3c',
      method: 'POST',
      url: `/v1/checkout?step=2&access_token=${planted['url token']}`,
      remoteAddress: '10.20.30.40',
      headers: {
        host: 'shop.example.com',
        'user-agent': 'curl/8.5.0 (x86_64-linux)',
        'content-type': 'application/json',
        authorization: `Bearer ${planted.bearer}`,
        cookie: `sid=${planted.cookie}; theme=dark`,
      },
    },
    user: { id: 48213, email, plan: 'gold' },
    body: {
      email,
      password: planted.password,
      card: { number: planted.card, cvv: planted.cvv, month: 11, year: 2029 },
      items: [
        { sku: 'A-1041', quantity: 2, price: 19.9 },
        { sku: 'B-7730', quantity: 1, price: 5.25 },
      ],
      newsletter: false,
      city: 'Rotterdam',
    },
    res: { statusCode: 201, contentLength: 512 },
    durationMs: 41.7,
  };
}

export const requestMessage = `checkout of ${email} completed`;

/** The same shape with nothing to hide. */
export function cleanRecord() {
  return {
    req: {
      id: 'b1946ac9-2492-4d23-9f6e-0e5f7c1a2b3c',
      method: 'POST',
      url: '/v1/checkout?step=2&campaign=autumn-sale-2026-week-47',
      remoteAddress: '10.20.30.40',
      headers: {
        host: 'shop.example.com',
        'user-agent': 'curl/8.5.0 (x86_64-linux)',
        'content-type': 'application/json',
        accept: 'text/html,application/xhtml+xml,application/xml;q=0.9',
        'accept-language': 'en-GB,en;q=0.9,nl;q=0.8',
      },
    },
    user: { id: 48213, segment: 'returning customer', plan: 'gold' },
    body: {
      delivery: 'parcel locker 14',
      wrapping: 'recycled paper',
      shipment: { number: 'NL-0042', slot: 'am', month: 11, year: 2029 },
      items: [
        { sku: 'A-1041', quantity: 2, price: 19.9 },
        { sku: 'B-7730', quantity: 1, price: 5.25 },
      ],
      newsletter: false,
      city: 'Rotterdam',
    },
    res: { statusCode: 201, contentLength: 512 },
    durationMs: 41.7,
  };
}

export const cleanMessage = 'checkout of a returning customer completed';

/** A line of everyday logging. */
export function smallRecord() {
  return { orderId: 48213, status: 'paid', items: 3, durationMs: 12.4 };
}

export const smallMessage = 'order completed';

/** Leaves of a record: what is no object. */
export function countLeaves(value) {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum, member) => sum + countLeaves(member), 0);
}

/** Names of the planted values that are still in a text, with how often when it is more than once. */
export function leftIn(text) {
  return Object.entries(planted).flatMap(([name, value]) => {
    const times = text.split(name === 'cvv' ? `"${value}"` : value).length - 1;
    if (times === 0) return [];
    return [times === 1 ? name : `${times} ${name}s`];
  });
}
