import { passesLuhn } from './luhn.ts';

/**
 * True for a payment card number: an issuer's range, one of its lengths, and the Luhn digit.
 * Ranges from the networks' own BIN tables and ISO/IEC 7812-1:2017, looked at on 2026-11-20.
 *
 * @param digits - 12 to 19 ASCII digits without separators
 *
 * @example
 * ```ts
 * isCardNumber('4111111111111111'); // true
 * isCardNumber('4111111111111112'); // false, the check digit
 * isCardNumber('1733500000000000'); // false, nobody issues this range
 * ```
 */
export function isCardNumber(digits: string): boolean {
  if (digits.length < 12 || digits.length > 19) return false;
  return passesLuhn(digits) && cardIssuer(digits) !== undefined;
}

/** The name of the network whose range and length fit, whatever the check digit. */
export function cardIssuer(digits: string): string | undefined {
  const head = Number(digits.slice(0, 6));
  if (!Number.isInteger(head)) return undefined;
  const length = 1 << digits.length;
  // Flat numbers, no closures: this runs on every long number of every line.
  const ranges = BY_FIRST_DIGIT[digits.charCodeAt(0) - 48] ?? [];
  for (let index = 0; index < ranges.length; index++) {
    const range = ranges[index];
    if (range !== undefined && head >= range.low && head <= range.high && (range.lengths & length) !== 0)
      return range.name;
  }
  return undefined;
}

type Range = readonly [low: number, high: number];
type Issuer = readonly [name: string, ranges: readonly Range[], lengths: readonly number[]];

// Six leading digits, both ends included. A network with local ranges stands before the one whose range holds them.
const ISSUERS: readonly Issuer[] = [
  [
    'Elo',
    [
      one(401178),
      one(401179),
      one(438935),
      one(457631),
      one(457632),
      one(431274),
      one(451416),
      one(457393),
      [504175, 504175],
      [506699, 506778],
      [509000, 509999],
      [627780, 627780],
      [636297, 636297],
      [636368, 636368],
      [650031, 650033],
      [650035, 650051],
      [650405, 650439],
      [650485, 650538],
      [650541, 650598],
      [650700, 650718],
      [650720, 650727],
      [650901, 650978],
      [651652, 651679],
      [655000, 655019],
      [655021, 655058],
    ],
    [16],
  ],
  // Visa's old 13 digits are not issued any more, and one EAN-13 bar code of German or Japanese goods in ten would pass.
  ['Visa', [[400000, 499999]], [16, 19]],
  [
    'American Express',
    [
      [340000, 349999],
      [370000, 379999],
    ],
    [15],
  ],
  [
    'Mastercard',
    [
      [510000, 559999],
      [222100, 272099],
    ],
    [16],
  ],
  ['Mir', [[220000, 220499]], [16, 17, 18, 19]],
  // Discover's tables allow 14 to 19 digits; cards are printed with 14, and of 36 with up to 19. A session number of 16
  // digits passes for the others as often as not (one line in 11,216 of real logs, 2026-11).
  [
    'Diners Club',
    [
      [300000, 305999],
      [309500, 309599],
      [380000, 399999],
    ],
    [14],
  ],
  ['Diners Club', [[360000, 369999]], [14, 15, 16, 17, 18, 19]],
  ['JCB', [[352800, 358999]], [16, 17, 18, 19]],
  ['Troy', [[979200, 979289]], [16]],
  [
    'RuPay',
    [
      [508500, 508999],
      [606985, 607984],
      [608001, 608500],
      [652150, 653149],
      [817200, 819899],
      [353800, 353999],
      [356000, 356099],
    ],
    [16],
  ],
  [
    'Verve',
    [
      [506099, 506198],
      [507865, 507964],
    ],
    [16, 18, 19],
  ],
  [
    'Discover',
    [
      [601100, 601199],
      [622126, 622925],
      [644000, 659999],
    ],
    [16, 17, 18, 19],
  ],
  [
    'UnionPay',
    [
      [620000, 629999],
      [810000, 817199],
    ],
    [16, 17, 18, 19],
  ],
  ['Dankort', [[501900, 501999]], [16]],
  [
    'Hipercard',
    [
      [606282, 606282],
      [637095, 637095],
      [637568, 637568],
      [637599, 637599],
      [637609, 637609],
      [637612, 637612],
    ],
    [16],
  ],
  // Maestro's registered space (50, 56-58, 6) is a seventh of all numbers; these are the ranges in real use.
  [
    'Maestro',
    [
      [501800, 501899],
      [502000, 502099],
      [503800, 503899],
      [561200, 561299],
      [589300, 589399],
      [630400, 630499],
      [675900, 675999],
      [676100, 676399],
    ],
    [12, 13, 14, 15, 16, 17, 18, 19],
  ],
];

interface FlatRange {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** A bit for each length. */
  readonly lengths: number;
}

const FLAT: readonly FlatRange[] = ISSUERS.flatMap(([name, ranges, lengths]) => {
  const bits = lengths.reduce((all, length) => all | (1 << length), 0);
  return ranges.map(([low, high]) => ({ name, low, high, lengths: bits }));
});

const BY_FIRST_DIGIT: readonly (readonly FlatRange[])[] = Array.from({ length: 10 }, (_, digit) =>
  FLAT.filter(({ low, high }) => Math.floor(low / 100_000) <= digit && Math.floor(high / 100_000) >= digit),
);

function one(bin: number): Range {
  return [bin, bin];
}
