/**
 * Writes the parts of the documents that are made from the rules: the table of packs in README.md and the whole of
 * docs/rules.md. With --check it writes nothing and fails when a part is not up to date. Needs a build (`npm run build`).
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { defaultPacks, packs } from '../dist/rules/index.js';

const contents = {
  credentials: 'values under names such as `password`, `apiKey`, `Authorization`, `Cookie`; `Bearer …`, `curl -u …`',
  secrets: 'provider tokens, private keys, JSON web tokens, passwords in URLs, signed URLs, password hashes',
  payment: 'card numbers; verification values, PINs and magnetic-stripe data under a name',
  'connection-strings': 'connection strings and URLs with a password, as a whole',
  contact: 'e-mail addresses, phone numbers, US social security numbers, IBANs, other official numbers under a name',
  network: 'public IPv4 addresses, IPv6 and MAC addresses',
  'network.internal': 'private, loopback and link-local addresses',
  person: 'names of people, dates of birth, postal addresses and positions, under a name',
};

const countries = new Intl.DisplayNames('en', { type: 'region' });

/** What a pack finds; a national one is named by its country. */
function contentOf(name) {
  if (name === 'pii.crypto') return 'addresses of Bitcoin, Ethereum and other wallets';
  if (name === 'pii.device')
    return 'numbers of telephones and SIM cards (IMEI, IMSI, ICCID), vehicle identification numbers';
  if (!name.startsWith('pii.')) return contents[name];
  const code = name.slice('pii.'.length).toUpperCase();
  return `identity, tax, health, passport and licence numbers of ${countries.of(code === 'UK' ? 'GB' : code)}`;
}

const stale = [
  ['README.md', between(read('README.md'), 'packs', packsTable())],
  ['docs/rules.md', rulesPage()],
].filter(([name, text]) => read(name) !== text);

for (const [name, text] of stale) {
  if (process.argv.includes('--check')) {
    process.stderr.write(`${name} is not up to date: run npm run build && node scripts/write-docs.mjs\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(path(name), text);
    process.stdout.write(`${name} written\n`);
  }
}

function path(name) {
  return new URL(`../${name}`, import.meta.url);
}

function read(name) {
  return existsSync(path(name)) ? readFileSync(path(name), 'utf8') : '';
}

/** The text with what stands between the marks of that name replaced. */
function between(text, name, part) {
  const [begin, end] = [`<!-- ${name}: written by scripts/write-docs.mjs -->\n`, `<!-- end of ${name} -->`];
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  if (from < begin.length || to < from) throw new Error(`no marks for ${name}`);
  return `${text.slice(0, from)}\n${part}\n${text.slice(to)}`;
}

function packsTable() {
  const all = Object.entries(packs);
  const rows = all
    .filter(([name]) => !name.startsWith('pii.'))
    .map(([name, rules]) => {
      const isOn = defaultPacks.includes(name) ? 'yes' : 'no';
      return `| [\`${name}\`](docs/rules.md#${anchorOf(name)}) | ${isOn} | ${rules.length} | ${contentOf(name)} |`;
    });
  const pii = all.filter(([name]) => name.startsWith('pii.'));
  const count = pii.reduce((sum, [, rules]) => sum + rules.length, 0);
  const names = pii.map(([name]) => `\`${name}\``).join(', ');
  rows.push(
    `| ${names} | no | ${count} | numbers that states, makers and networks give people; \`pii\` stands for them all, with \`contact\`, \`network\` and \`person\` |`,
  );
  return ['| pack | on by default | rules | what it finds |', '|---|---|---:|---|', ...rows, ''].join('\n');
}

/** As GitHub makes it of a heading. */
function anchorOf(name) {
  return name.replaceAll('.', '');
}

function rulesPage() {
  const sections = Object.entries(packs).map(([name, rules]) => {
    const isOn = defaultPacks.includes(name) ? 'On by default.' : 'Off by default.';
    const rows = rules.map(({ id, title, severity, confidence, why, references }) => {
      const links = references.map(({ url, seen }, index) => `[${index + 1}](${url} "${seen}")`).join(' ');
      return `| \`${id}\` | ${title} | ${severity}, ${confidence} | ${why} | ${links} |`;
    });
    const head = '| id | finds | severity, confidence | why | sources |\n|---|---|---|---|---|';
    return `## ${name}\n\n${isOn} It finds ${contentOf(name)}.\n\n${head}\n${rows.join('\n')}\n`;
  });
  return `# Rules

Every rule that logveil ships, by pack. The id stands in the marker (\`[REDACTED:password]\`), in findings, and in the
options \`censors\` and \`allow.rules\`; \`logveil explain ID\` shows a rule's page with examples. The date under a source
is the day somebody last looked at it. This page is written by \`scripts/write-docs.mjs\` from the rules themselves.

Beside these there are three ids for what the options name: \`configured-key\` (\`keys\`), \`configured-path\` (\`paths\`),
both of the pack \`configured\`, and \`known-secret\` (\`knownSecrets\`) of the pack \`known\`.

${sections.join('\n')}`;
}
