/** The style of the report's page. A constant, so that its digest can stand in the content security policy. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --text: #1b2430; --soft: #5b6675; --line: #dfe3e9;
  --good: #0d7d74; --bad: #c2570c; --bar: #3b6fb6; --code: #eef1f5;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161c; --card: #1a2029; --text: #e8ecf1; --soft: #9aa6b5; --line: #303946;
    --good: #35b5a9; --bad: #f0954c; --bar: #78a6e8; --code: #11161d;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
header p { margin: 0; color: var(--soft); }
h1 { font-size: clamp(1.35rem, 1rem + 2vw, 2rem); line-height: 1.25; margin: .25rem 0 1.5rem; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0 0 .75rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: 0 0 .75rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; margin: 0 0 1.25rem; }
.soft { color: var(--soft); }
.small { font-size: .875rem; }
tbody th { font-weight: 400; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 0 0 1.25rem; padding: 0; list-style: none; }
.figures li { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: .85rem 1rem; }
.figures b { display: block; font-size: 1.7rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.figures span { display: block; }
.figures .bad b { color: var(--bad); }
.figures .good b { color: var(--good); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1.25rem; align-items: start; }
.chart { display: grid; grid-template-columns: auto 1fr; gap: .25rem .5rem; }
.chart .scale { display: flex; flex-direction: column; justify-content: space-between; text-align: right; height: 11rem; margin: -.6em 0; }
.chart svg { display: block; width: 100%; height: 11rem; }
.chart .ends { grid-column: 2; display: flex; justify-content: space-between; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0 0 .5rem; }
.legend svg, .chip svg { width: .75em; height: .75em; margin-right: .4em; }
.grid { stroke: var(--line); }
.good-fill { fill: var(--good); } .bad-fill { fill: var(--bad); } .bar-fill { fill: var(--bar); } .rest-fill { fill: var(--line); }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { font-weight: 600; text-align: left; }
td, th { padding: .3rem .5rem .3rem 0; vertical-align: middle; }
td.n, th.n { text-align: right; padding: .3rem 0 .3rem .75rem; white-space: nowrap; }
td.bar { width: 34%; padding-right: .75rem; }
td.bar svg { display: block; width: 100%; height: .7rem; }
.gap { border-top: 1px solid var(--line); padding: 1rem 0; }
section > :last-child { margin-bottom: 0; padding-bottom: 0; }
.gap-head { display: flex; gap: .75rem; align-items: baseline; justify-content: space-between; }
.times { flex: none; font-weight: 600; color: var(--bad); font-variant-numeric: tabular-nums; }
.gap p, .gap ul { margin: .35rem 0 0; }
.gap ul { padding-left: 1.2rem; overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 0 1.25rem; }
.gap .chips { display: flex; flex-wrap: wrap; gap: .35rem; margin: .25rem 0 0; padding: 0; list-style: none; }
.chips li { border: 1px solid var(--line); border-radius: 1rem; padding: .05rem .65rem; font-size: .875rem; overflow-wrap: anywhere; }
.label { font-size: .875rem; color: var(--soft); margin-top: .6rem; }
summary { cursor: pointer; color: var(--soft); font-size: .875rem; margin-top: .6rem; }
.rest > summary { border-top: 1px solid var(--line); margin: 0; padding: 1rem 0 0; font-size: 1rem; color: var(--text); }
.rest[open] > summary { padding-bottom: 1rem; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; margin: .35rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; font: .875rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font: .875em ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
blockquote { margin: .35rem 0 0; padding-left: .75rem; border-left: 3px solid var(--line); overflow-wrap: anywhere; }
footer { color: var(--soft); font-size: .875rem; }
@media (max-width: 34rem) {
  .pair { grid-template-columns: 1fr; }
  section { padding: 1rem; }
  td.bar { width: 26%; }
}
@media print {
  :root { --page: #fff; --card: #fff; --text: #000; --soft: #444; --line: #bbb; --good: #0d7d74; --bad: #c2570c; --bar: #3b6fb6; --code: #f4f4f4; color-scheme: light; font-size: 12px; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  section { border: 0; padding: 0; }
  .gap, .figures li, tr, .chart { break-inside: avoid; }
  h2 { break-after: avoid; }
  details::details-content { content-visibility: visible; }
  .days-figures { display: none; }
}
`
