import { redactOption } from '../../report/key-path.ts';
import type { Report } from '../../report/report.ts';
import { count, grouped, seenWords } from '../words.ts';
import type { FormatContext } from '../writer.ts';
import { escapeHtml } from './escape.ts';

const MAX_RULES = 50;
const MAX_BARS = 12;

interface Bar {
  readonly name: string;
  readonly detail: string;
  readonly count: number;
}

/** Each rule with its share, opening to what it means and what to do. */
export function ruleEntries({ rules }: Report, { ruleText }: FormatContext): string {
  const most = Math.max(...rules.map((rule) => rule.count));
  const entries = rules.slice(0, MAX_RULES).map((rule) => {
    const { title, why, remedy, prevention, isNamed } = ruleText(rule.rule);
    const copied = isNamed ? redactOption(rule.groups.map(({ path }) => path)) : undefined;
    const option = copied === undefined ? '' : `<p><code>${escapeHtml(copied)}</code></p>`;
    const seen = rule.seen === undefined ? '' : `, ${seenWords(rule.seen)}`;
    return `<details class="rule">
<summary><span class="tag ${rule.severity}">${rule.severity}</span><span class="name">${escapeHtml(rule.rule)}</span><span class="number">${grouped(rule.count)}</span>${meter(rule.count / most)}</summary>
<div><p><b>${escapeHtml(title)}.</b> ${escapeHtml(why)}</p>
<p><b>Now</b> ${escapeHtml(remedy)}</p>
<p><b>Then</b> ${escapeHtml(prevention)}</p>${option}
<p class="faint">${count(rule.count, 'finding')} in ${count(rule.files, 'file')}${seen}
<button type="button" class="filter" data-search="${escapeHtml(rule.rule)}">Show them</button></p></div>
</details>`;
  });
  return entries.join('\n') + more(rules.length - MAX_RULES, 'rule');
}

export function pathBars({ rules }: Report): string {
  const all = rules.flatMap(({ rule, groups }) =>
    groups.map(({ path, count: times }) => ({ name: path ?? '(text)', detail: rule, count: times })),
  );
  return bars(all, 'path');
}

export function fileBars({ files }: Report): string {
  return bars(
    files.map(({ file, count: times }) => ({ name: file, detail: '', count: times })),
    'file',
  );
}

function bars(all: readonly Bar[], noun: string): string {
  const shown = [...all].sort((a, b) => b.count - a.count).slice(0, MAX_BARS);
  const most = Math.max(1, ...shown.map((bar) => bar.count));
  const rows = shown.map(
    ({
      name,
      detail,
      count: times,
    }) => `<li><button type="button" class="filter" data-search="${escapeHtml(name === '(text)' ? detail : name)}">
<span class="name">${escapeHtml(name)}</span><span class="detail">${escapeHtml(detail)}</span><span class="number">${grouped(times)}</span></button>${meter(times / most)}</li>`,
  );
  return `<ul class="bars">${rows.join('\n')}</ul>${more(all.length - MAX_BARS, noun)}`;
}

/** Drawn as SVG, because the policy of the page lets no element carry a style. */
function meter(share: number): string {
  return `<svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="4" class="track"/><rect width="${Math.max(0.6, share * 100).toFixed(1)}" height="4" class="fill"/></svg>`;
}

function more(number: number, noun: string): string {
  return number <= 0 ? '' : `<p class="faint">… and ${count(number, `more ${noun}`)}</p>`;
}
