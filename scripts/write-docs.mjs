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
  contact: 'e-mail addresses, phone numbers, US social security numbers, IBANs, other official numbers under a name',
  network: 'public IPv4 addresses, IPv6 and MAC addresses',
  person: 'names of people, dates of birth, postal addresses and positions, under a name',
};

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
  const rows = Object.entries(packs).map(([name, rules]) => {
    const isOn = defaultPacks.includes(name) ? 'yes' : 'no';
    return `| [\`${name}\`](docs/rules.md#${name}) | ${isOn} | ${rules.length} | ${contents[name]} |`;
  });
  return ['| pack | on by default | rules | what it finds |', '|---|---|---:|---|', ...rows, ''].join('\n');
}

function rulesPage() {
  const sections = Object.entries(packs).map(([name, rules]) => {
    const isOn = defaultPacks.includes(name) ? 'On by default.' : 'Off by default.';
    const rows = rules.map(({ id, title, severity, why }) => `| \`${id}\` | ${title} | ${severity} | ${why} |`);
    return `## ${name}\n\n${isOn} ${contents[name]}.\n\n| id | finds | severity | why |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Rules

Every rule that logveil ships, by pack. The id stands in the marker (\`[REDACTED:password]\`), in findings, and in the
options \`censors\` and \`allow.rules\`. This page is written by \`scripts/write-docs.mjs\` from the rules themselves.

Beside these there are three ids for what the options name: \`configured-key\` (\`keys\`), \`configured-path\` (\`paths\`),
both of the pack \`configured\`, and \`known-secret\` (\`knownSecrets\`) of the pack \`known\`.

${sections.join('\n')}`;
}
