import { lower } from './chars.ts';

/**
 * Pairs of characters of log text, most frequent first: counted over 15,000 lines of real logs and pino records.
 * Only the finder's speed depends on them.
 */
const FREQUENT =
  '":,":"",onreerseese""rs"tid"{"comest:0tentio:{0,},0.enle.0t"at"c"sversheusn"plod"u"}l":1ecde"homimns' +
  'idel:2laet"1edta"apoeq"ieax"amckchmpapicilin"mthctho.1roaduece0}ssorspllal.2:5linaot.c"ts/rv1.5.urqu' +
  'si"pos"lgexxCoca1,pi"2acpefopr/5rl4.t i.:31"g"-0e_ppemexagMo.40"msute.ETGEa/2"ozzison/ c/uevoukotymo' +
  'rrfadd_idrvi"G"M"e/vduypain_t-tur-nfm"TiZ""vuc4-sgo"/jjs-a1/"/nv-txaT".e_nv"ls-1AdeTv1eAsC"xq"aritiv' +
  ':42,untr"dtsht  todooweias"foc_cltttwnup, neks"bgingp"3,pa0 5, ( -rtke] ba 1nd2:tpan6,ep8, [va:  2lo' +
  'ol4,t_r av0:su/2:/1:-2umT1Ler_ "byisT0rir"e,/19,rEEph:yty"7.s_//2.7,m/igubpsra 0wenhs:hyffnn:f/3.3fs' +
  'ee%D"wgh/a3:ru:6ofh_ha6.hu5:6:kub.9:__2-.g->shog:tMa_t- _o:8"3n _ue 1x"53x"4ma4x5x2x1  s9.s," di4:),' +
  '1-> d [_ir8:; ) 3-9 }}:7_pe}r:.7.68. i(Ls 7:miIS6-,1SRR:,2/r f:[ r/t3.,C,I,L Idaka4"6 [2efds6):9T2fi' +
  ' taf8%tmwwe/.9],5 0- /\\\\Re.80]5-_w,{ni2 ';

/** Less often than any pair of the list. */
const RARE = 0.1;

const byPair = new Float32Array(1 << 14).fill(RARE);
for (let rank = 0; 2 * rank < FREQUENT.length; rank++) {
  // The counts fall like 1 / rank.
  byPair[(FREQUENT.charCodeAt(2 * rank) << 7) | FREQUENT.charCodeAt(2 * rank + 1)] = 200 / (rank + 12);
}

/**
 * Groups of four characters that stand in key words and in ordinary log text alike ("time", "vers", "requ"), most
 * frequent first: counted over the lines of `fixtures/benign` and 11,216 lines of real systems (2026-11).
 */
const COMMON =
  'http.comtionttpss://tps:ps:/com/githithuthub/apiapi._urltracuserwww.ationametimeprodroduoducctioappl' +
  'ductinfottp:p://tp:/ing sionrequevelequeuestquesn_idservmobiobilbileverscontstatintegoogook ile line' +
  'codeviceervirvicpatimenttingion rati linhostientclielienphonion_honeconn infonne_namnnecnectptioe.co' +
  'ionsuctilation_i useice_ce_ne_nalaraaravraveavelion/ountscrilogioginalsecurl ver-procounlocaheadcrip' +
  'riptertined backoperauthicatest atort cocaticonsmberroutpassrespine numbumbetati reqsubs/disance loc' +
  'ubscbscrt.cotnamter erve-codycodrver/caters ent.sumeontronseipti----ernatokeokenplicnsumone sponpons' +
  'onsuing.e coespostnaninglicaumerate/actiatchcustustostom codmer ass resh';

const ranks: ReadonlyMap<number, number> = new Map(
  Array.from({ length: COMMON.length / 4 }, (_, rank) => [fourAt(Buffer.from(COMMON), 4 * rank), rank]),
);

/** By the first two of the four, whether any of those groups begins with them: few do, and a Map is dear for so many questions. */
const begins = new Uint8Array(1 << 16);
for (const four of ranks.keys()) begins[four & 0xffff] = 1;

/** Four characters as one number, letters in lower case. */
function fourAt(bytes: Uint8Array, at: number): number {
  return (
    lowerAt(bytes, at) | (lowerAt(bytes, at + 1) << 8) | (lowerAt(bytes, at + 2) << 16) | (lowerAt(bytes, at + 3) << 24)
  );
}

function lowerAt(bytes: Uint8Array, at: number): number {
  return lower[bytes[at] ?? 0] ?? 0;
}

/** Where, from `first` to `last`, the four characters stand that are seldom together in log text. */
export function rarestOf(bytes: Uint8Array, first: number, last: number): number {
  let best = first;
  let least = Number.POSITIVE_INFINITY;
  // About how often each pair of the four stands in a thousand pairs; two of them serve the next place as well.
  let one = byPair[((bytes[first] ?? 0) << 7) | (bytes[first + 1] ?? 0)] ?? RARE;
  let two = byPair[((bytes[first + 1] ?? 0) << 7) | (bytes[first + 2] ?? 0)] ?? RARE;
  for (let at = first; at <= last; at++) {
    const three = byPair[((bytes[at + 2] ?? 0) << 7) | (bytes[at + 3] ?? 0)] ?? RARE;
    const isKnown = begins[lowerAt(bytes, at) | (lowerAt(bytes, at + 1) << 8)] === 1;
    const rank = isKnown ? ranks.get(fourAt(bytes, at)) : undefined;
    // More than any product of the frequencies of three pairs.
    const frequency = rank === undefined ? one * two * three : 1e7 / (rank + 10);
    if (frequency < least) {
      best = at;
      least = frequency;
    }
    one = two;
    two = three;
  }
  return best;
}
