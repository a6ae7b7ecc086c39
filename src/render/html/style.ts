/** The style of every page: one accent, light and dark by the reader's choice, and paper. No `style` attribute is allowed by the policy. */
export const style = `:root {
  color-scheme: light dark;
  --ground: #fbfbfa; --sheet: #ffffff; --ink: #1d2226; --soft: #59636b; --line: #dfe3e6; --well: #f2f4f5;
  --accent: #0b6470; --accent-well: #e3f1f2;
  --good: #17693a; --good-well: #e4f3e9;
  --caution: #7a5200; --caution-well: #fbf0d6;
  --danger: #a3201d; --danger-well: #fbe7e5;
  --shadow: 0 1px 2px rgb(20 30 40 / 6%), 0 4px 16px rgb(20 30 40 / 4%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14181b; --sheet: #1b2024; --ink: #e6eaec; --soft: #a3adb4; --line: #333b41; --well: #242a2f;
    --accent: #6fcfd9; --accent-well: #143438;
    --good: #7fd6a0; --good-well: #173324;
    --caution: #f0c66a; --caution-well: #38290a;
    --danger: #ff9e97; --danger-well: #431c1a;
    --shadow: none;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere; -webkit-text-size-adjust: 100%;
}
.top, .frame { max-width: 84rem; margin: 0 auto; padding: 0 1.5rem; }
.top { padding-top: 2.25rem; padding-bottom: 1.25rem; }
.kind { margin: 0; color: var(--accent); font-size: .8125rem; font-weight: 600; letter-spacing: .06em; text-transform: uppercase; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; margin: 0; font-weight: 650; }
h1 { font-size: 1.875rem; letter-spacing: -.01em; margin-top: .25rem; }
h2 { font-size: 1.3125rem; margin-bottom: .75rem; }
h3 { font-size: 1.0625rem; margin: 1.5rem 0 .5rem; }
h4 { font-size: .9375rem; margin: 1rem 0 .25rem; }
p { margin: 0 0 .75rem; max-width: 72ch; }
.lead { color: var(--soft); font-size: 1.0625rem; margin: .5rem 0 0; }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.skip { position: absolute; left: -100vw; top: 0; padding: .5rem 1rem; background: var(--sheet); z-index: 2; }
.skip:focus { left: 0; }
dl, dd { margin: 0; }
dt { font-weight: 600; }
ul, ol { margin: 0 0 .75rem; padding-left: 1.25rem; }
li { margin: .15rem 0; }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; margin-top: 1rem; font-size: .875rem; }
.facts div { display: flex; gap: .5rem; }
.facts dt { color: var(--soft); font-weight: 400; white-space: nowrap; }
main { min-width: 0; padding-bottom: 4rem; }
section { margin: 0 0 2.5rem; }
.contents { font-size: .9375rem; margin-bottom: 1.5rem; }
.contents ul { list-style: none; padding: 0; margin: 0; }
.contents a { display: flex; justify-content: space-between; gap: .75rem; padding: .3rem .625rem; border-radius: 6px; color: inherit; text-decoration: none; }
.contents a:hover { background: var(--accent-well); color: var(--accent); }
.count { color: var(--soft); font-variant-numeric: tabular-nums; overflow-wrap: normal; }
@media (min-width: 64rem) {
  .frame:has(.contents) { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 2.5rem; }
  .contents { position: sticky; top: 1rem; align-self: start; max-height: calc(100vh - 2rem); overflow: auto; margin: -.3rem 0 0 -.625rem; }
}
@media (max-width: 63.99rem) { .contents ul { display: flex; flex-wrap: wrap; gap: .25rem; } .contents a { border: 1px solid var(--line); } }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 0 0 2rem; }
.tiles + p { margin-bottom: 2rem; }
.tile { display: flex; flex-direction: column-reverse; justify-content: flex-end; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: .75rem 1rem; box-shadow: var(--shadow); border-left: 3px solid var(--line); }
.tile dt { font-weight: 400; color: var(--soft); font-size: .875rem; }
.tile dd { font-size: 1.625rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile.good { border-left-color: var(--good); } .tile.note { border-left-color: var(--accent); }
.tile.caution { border-left-color: var(--caution); } .tile.danger { border-left-color: var(--danger); }
.scroll { overflow-x: auto; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow); margin-bottom: 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
caption { text-align: left; padding: .75rem 1rem .25rem; color: var(--soft); font-size: .875rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem 1rem; border-top: 1px solid var(--line); min-width: 8rem; }
thead th { border-top: 0; font-size: .8125rem; font-weight: 600; color: var(--soft); background: var(--well); white-space: nowrap; overflow-wrap: normal; }
tbody th { font-weight: 600; }
td:has(> code) { min-width: 14rem; }
tbody th { min-width: 9.5rem; }
tbody tr:hover > * { background: color-mix(in srgb, var(--well) 60%, transparent); }
.number { text-align: right; font-variant-numeric: tabular-nums; min-width: 4rem; }
code { font: .875em/1.5 ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
code.difference { display: block; }
.difference { white-space: pre-wrap; }
.difference del { background: var(--danger-well); color: var(--danger); text-decoration: line-through; }
.difference ins { background: var(--good-well); color: var(--good); text-decoration: underline; text-decoration-thickness: 2px; }
.badge { display: inline-block; border-radius: 999px; padding: .05rem .6rem; font-size: .8125rem; font-weight: 600; line-height: 1.5; white-space: nowrap; background: var(--well); color: var(--soft); }
.badge::before { content: "\\25CB" / ""; margin-right: .35rem; font-size: .75em; }
.badge.good { background: var(--good-well); color: var(--good); } .badge.good::before { content: "\\2713" / ""; }
.badge.note { background: var(--accent-well); color: var(--accent); } .badge.note::before { content: "\\25CF" / ""; }
.badge.caution { background: var(--caution-well); color: var(--caution); } .badge.caution::before { content: "\\25B2" / ""; }
.badge.danger { background: var(--danger-well); color: var(--danger); } .badge.danger::before { content: "\\25A0" / ""; }
.soft { color: var(--soft); font-weight: 400; }
.drawing svg { display: block; margin: 0 auto; }
.drawing rect { fill: var(--well); stroke: var(--line); }
.drawing .metaverse rect { fill: var(--accent-well); stroke: var(--accent); }
.drawing text { fill: var(--ink); text-anchor: middle; font-size: 14px; font-weight: 600; }
.drawing .note, .drawing .rules { fill: var(--soft); font-size: 12px; font-weight: 400; }
.drawing .rules { stroke: var(--sheet); stroke-width: 5px; paint-order: stroke; }
.drawing .arrow { fill: none; stroke: var(--soft); stroke-width: 1.5; }
.drawing .head { fill: var(--soft); }
details { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; margin-bottom: .5rem; box-shadow: var(--shadow); }
summary { cursor: pointer; padding: .625rem 1rem; border-radius: 10px; }
summary:hover { background: var(--well); }
.inside { padding: .25rem 1rem 1rem; border-top: 1px solid var(--line); }
.inside > :first-child { margin-top: .5rem; }
.inside .scroll { box-shadow: none; }
.pairs { display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); gap: .35rem 1.25rem; margin-bottom: .75rem; }
.pairs dt { color: var(--soft); font-weight: 400; }
@media (max-width: 40rem) { .pairs { grid-template-columns: 1fr; gap: 0; } .pairs dd { margin-bottom: .5rem; } th, td { padding: .5rem .75rem; } td:not(.number):not(:empty) { min-width: 11rem; } .top, .frame { padding-left: 1rem; padding-right: 1rem; } }
.filter { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; margin-bottom: .75rem; font-size: .9375rem; }
.filter label { color: var(--soft); }
.filter input { flex: 1 1 12rem; max-width: 24rem; }
input, select, .more button { font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--soft); border-radius: 8px; padding: .35rem .7rem; min-height: 2.25rem; }
select { max-width: 100%; }
output { color: var(--soft); margin-left: auto; font-variant-numeric: tabular-nums; }
.more { text-align: center; color: var(--soft); max-width: none; }
.more button { cursor: pointer; color: var(--accent); border-color: currentcolor; }
.sorter, .opener { all: unset; cursor: pointer; }
.sorter:focus-visible, .opener:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.sorter::after { content: "\\2195" / ""; margin-left: .35rem; opacity: .45; }
[aria-sort] .sorter::after { opacity: 1; content: "\\2191" / ""; } [aria-sort=descending] .sorter::after { content: "\\2193" / ""; }
.opener { display: block; position: relative; padding-left: 1.1em; }
.opener::before { content: "\\25B8" / ""; position: absolute; left: 0; color: var(--accent); }
.list th, .list td { padding-left: .75rem; padding-right: .75rem; } .list thead th { min-width: 4rem; } .list tbody th { min-width: 16rem; } .list td { min-width: 4.5rem; } .list td:has(code) { min-width: 13rem; } .list .detail td { min-width: 7rem; }
.opener[aria-expanded=true]::before { content: "\\25BE" / ""; }
.several { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .15rem .75rem; }
.several li { margin: 0; unicode-bidi: isolate; }
.detail .several { display: block; }
code, .badge, dd, .number { unicode-bidi: isolate; }
.group > th { background: var(--well); }
.group .count { margin-left: .5rem; font-weight: 400; }
.rest > td { text-align: center; }
.rest button { all: unset; cursor: pointer; color: var(--accent); text-decoration: underline; }
.rest button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.filter select { max-width: 16rem; }
.choice { display: flex; align-items: center; gap: .5rem; max-width: 100%; min-width: 0; } .choice label { white-space: nowrap; overflow-wrap: normal; }
.shown:not(:empty) + button { margin-left: .75rem; }
.verdict { border: 1px solid var(--line); border-left: 4px solid var(--soft); background: var(--sheet); border-radius: 10px; padding: .75rem 1rem; margin: 0 0 1.25rem; box-shadow: var(--shadow); }
.verdict p { margin: 0; max-width: none; } .verdict p + p { margin-top: .35rem; } .verdict strong { font-size: 1.125rem; }
.verdict.good { border-left-color: var(--good); } .verdict.note { border-left-color: var(--accent); }
.verdict.caution { border-left-color: var(--caution); } .verdict.danger { border-left-color: var(--danger); background: var(--danger-well); }
.verdict.danger strong { color: var(--danger); }
.detail > td { padding: 0 0 .5rem 2.25rem; border-top: 0; }
.detail > td > table { width: min(100%, 57rem); }
.detail thead th { background: none; }
[hidden] { display: none !important; }
@media (max-width: 40rem) {
  .list .scroll { overflow: visible; background: none; border: 0; box-shadow: none; border-radius: 0; }
  .list table, .list tbody, .list tr, .list th, .list td { display: block; min-width: 0; width: auto; }
  .list thead tr { display: flex; flex-wrap: wrap; gap: .25rem; margin-bottom: .5rem; }
  .list thead th { background: var(--sheet); border: 1px solid var(--line); border-radius: 999px; padding: .1rem .6rem; }
  .list .detail thead { display: none; }
  .list tbody > tr:not(.detail) { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; margin-bottom: .5rem; padding: .5rem .75rem; }
  .list tbody > tr > * { border: 0; padding: .1rem 0; }
  .list td:not(.number):not(:empty) { min-width: 0; }
  .list td[data-title] { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .5rem; text-align: left; }
  .list td[data-title]::before { content: attr(data-title); color: var(--soft); font-size: .8125rem; }
  .list td[data-title]:empty { display: none; }
  .list .badge { justify-self: start; white-space: normal; }
  .list .detail > td { padding: 0 0 .5rem .75rem; }
}
@media print {
  :root { --ground: #fff; --sheet: #fff; --ink: #000; --soft: #444; --line: #bbb; --well: #fff; --shadow: none; color-scheme: light;
    --accent: #0b4a53; --accent-well: #fff; --good: #0d4d28; --good-well: #fff; --caution: #5c3d00; --caution-well: #fff; --danger: #7d1512; --danger-well: #fff; }
  body { font-size: 10pt; }
  .skip, .contents, .filter > :not(output), .more button { display: none !important; }
  .frame:has(.contents) { display: block; }
  .badge { border: 1px solid currentcolor; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr, .tile { break-inside: avoid; }
  h2, h3, h4, summary { break-after: avoid; }
}
`;
