/** The page's style. Both colour schemes keep a contrast of 4.5:1 or more for text (WCAG 2.2, 1.4.3). */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f6f7f9;--panel:#fff;--line:#e1e4ea;--text:#1b1f27;--faint:#5c6472;--accent:#3355c4;--track:#edeff3;--critical:#a51226;--critical-bg:#fde7ea;--high:#a13a00;--high-bg:#fdecdf;--medium:#7a5200;--medium-bg:#fcf2d6;--low:#115e86;--low-bg:#e0f1fa;--info:#525b6b;--info-bg:#eceff3;--good:#11694a;--shadow:0 1px 2px rgba(20,25,40,.05),0 4px 16px rgba(20,25,40,.04)}
@media (prefers-color-scheme:dark){:root{--bg:#0f1217;--panel:#171b22;--line:#2a303b;--text:#e6e9ef;--faint:#98a2b3;--accent:#8ea8ff;--track:#242a34;--critical:#ff8f9c;--critical-bg:#41161d;--high:#ffa974;--high-bg:#3e2110;--medium:#f1c76a;--medium-bg:#372a0c;--low:#7cc7ee;--low-bg:#0d2e40;--info:#b3bccb;--info-bg:#262c36;--good:#66d3a6;--shadow:none}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
header,main,footer{max-width:1200px;margin:0 auto;padding:0 24px}
header{padding-top:40px;padding-bottom:20px}
.brand{margin:0;font-weight:650;letter-spacing:-.01em}.brand span{color:var(--faint);font-weight:400}
h1{margin:6px 0 2px;font-size:38px;line-height:1.15;letter-spacing:-.025em;font-weight:680}
h1.good{color:var(--good)}h1.unsure{color:var(--medium)}
h2{margin:0 0 14px;font-size:16px;font-weight:640;letter-spacing:-.01em}
.scanned,.faint,footer,.detail,.cut{color:var(--faint)}
.scanned,.brand,.faint{margin-block:0}
code{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
section{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:20px;margin-bottom:16px;box-shadow:var(--shadow)}
.cards{list-style:none;margin:0 0 16px;padding:0;display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(130px,1fr))}
.card{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:14px 16px;box-shadow:var(--shadow)}
.card b{display:block;font-size:24px;line-height:1.2;font-weight:650;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.card span{color:var(--faint);font-size:13px}.card.none b{color:var(--faint);font-weight:450}
.dot{display:inline-block;width:8px;height:8px;border-radius:50%;margin-right:6px;background:currentColor}
.critical .dot{color:var(--critical)}.high .dot{color:var(--high)}.medium .dot{color:var(--medium)}.low .dot{color:var(--low)}.info .dot{color:var(--info)}
.notes{border-left:4px solid var(--medium)}.notes ul{margin:0;padding-left:18px}
.bar{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:baseline;justify-content:space-between;margin-bottom:14px}.bar h2{margin:0}
.chart{display:block;width:100%;height:132px}.chart rect{fill:var(--accent);opacity:.85}.chart rect:hover{opacity:1}.chart line{stroke:var(--line);stroke-width:1;vector-effect:non-scaling-stroke}
.axis{display:flex;justify-content:space-between;margin-top:6px;color:var(--faint);font-size:12px;font-variant-numeric:tabular-nums}
.columns{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 16px;align-items:start}
@media (max-width:860px){.columns{grid-template-columns:minmax(0,1fr)}header,main,footer{padding-inline:16px}h1{font-size:30px}}
.rule{border-top:1px solid var(--line)}.rule:first-of-type{border-top:0}
summary{display:grid;grid-template-columns:auto minmax(0,1fr) auto;gap:2px 10px;align-items:center;padding:9px 0;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary:hover .name,.bars button:hover .name{text-decoration:underline;text-underline-offset:3px}
.name{overflow-wrap:anywhere;font-weight:530}.number{font-variant-numeric:tabular-nums;font-weight:560}
.meter{grid-column:1/-1;display:block;width:100%;height:4px;border-radius:2px}.track{fill:var(--track)}.fill{fill:var(--accent)}
details div{padding:4px 0 14px}details p{margin:6px 0}
.bars{list-style:none;margin:0;padding:0}.bars li{padding:6px 0}
.bars button{all:unset;box-sizing:border-box;cursor:pointer;display:grid;grid-template-columns:minmax(0,1fr) auto auto;gap:10px;width:100%;margin-bottom:4px}
.bars .detail{font-size:13px}
.tag{display:inline-block;padding:1px 8px;border-radius:999px;font-size:12px;font-weight:600;color:var(--info);background:var(--info-bg)}
.tag.critical{color:var(--critical);background:var(--critical-bg)}.tag.high{color:var(--high);background:var(--high-bg)}.tag.medium{color:var(--medium);background:var(--medium-bg)}.tag.low{color:var(--low);background:var(--low-bg)}
details .filter,th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}
details .filter{color:var(--accent);margin-left:8px;text-decoration:underline;text-underline-offset:3px}
.search{flex:1;max-width:460px}.search input{width:100%;padding:8px 12px;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:8px}
#shown{margin:0;color:var(--faint);font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto;margin:0 -20px -20px}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th{position:sticky;top:0;background:var(--panel);text-align:left;font-weight:600;color:var(--faint);white-space:nowrap}
th,td{padding:8px 10px;border-top:1px solid var(--line);vertical-align:top}
th:first-child,td:first-child{padding-left:20px}th:last-child,td:last-child{padding-right:20px}
tbody tr:hover{background:var(--bg)}
.place{overflow-wrap:anywhere;min-width:180px}.time{white-space:nowrap;font-variant-numeric:tabular-nums}
th[aria-sort=ascending] button::after{content:" ↑"}th[aria-sort=descending] button::after{content:" ↓"}
.empty{color:var(--faint);margin:16px 0 0}
.hidden,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip:focus{position:fixed;top:8px;left:8px;padding:8px 12px;background:var(--panel);color:var(--accent);border-radius:8px;z-index:2}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
footer{padding-top:8px;padding-bottom:40px;font-size:13px}
[hidden]{display:none!important}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media print{body{background:#fff}.search,.skip,.filter{display:none}section{box-shadow:none;break-inside:avoid-page}}
`;
