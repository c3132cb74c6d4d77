/** @file The look of a page. Colours are variables, so that charts, text and print follow one palette. */

const LIGHT = `
  color-scheme: light;
  --page: #f6f7f9; --card: #ffffff; --box: #e8edf5; --ink: #18212f; --quiet: #556070; --rule: #e3e7ec; --rule-strong: #b9c1cc; --link: #1d4ed8;
  --truth: #18212f; --teacher: #1d4ed8; --member: #1d4ed8; --student: #c2410c; --twin: #0f766e; --placebo: #92600a;
  --rival: #7e22ce; --baseline: #64707f; --good: #166534; --good-ground: #e7f6ec; --bad: #9f1d1d; --bad-ground: #fdecec;
  --open: #7a4d05; --open-ground: #fdf3df;`;

const DARK = `
  color-scheme: dark;
  --page: #0d1117; --card: #161b23; --box: #2a3442; --ink: #e8ecf2; --quiet: #a3adbb; --rule: #2a323d; --rule-strong: #4a5564; --link: #8ab4ff;
  --truth: #f1f4f8; --teacher: #8ab4ff; --member: #8ab4ff; --student: #fb923c; --twin: #2dd4bf; --placebo: #e3b341;
  --rival: #c792ea; --baseline: #97a3b3; --good: #7ee2a0; --good-ground: #11281b; --bad: #ff9d9d; --bad-ground: #331719;
  --open: #f2c77a; --open-ground: #2d2412;`;

export const STYLE = `
:root {${LIGHT}}
@media screen and (prefers-color-scheme: dark) { :root {${DARK}} }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 4rem; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 2; }
header, main, footer { max-width: 82rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.25rem; }
h1 { font-size: clamp(1.6rem, 4vw, 2.5rem); line-height: 1.15; letter-spacing: -.02em; margin: 0 0 .35rem; overflow-wrap: anywhere; }
header .headline { font-size: 1.08rem; max-width: 62rem; margin: 0 0 .3rem; }
header .scope { color: var(--quiet); margin: 0 0 1rem; }
.kicker { color: var(--quiet); font-size: .8rem; font-weight: 600; letter-spacing: .09em; text-transform: uppercase; margin: 0 0 .35rem; }
nav { position: sticky; top: 0; z-index: 1; background: var(--page); border-bottom: 1px solid var(--rule); }
nav ul { display: flex; gap: .2rem 1.25rem; flex-wrap: wrap; list-style: none; max-width: 82rem; margin: 0 auto; padding: .6rem 1.25rem; font-size: .92rem; }
nav a { color: var(--quiet); text-decoration: none; }
nav a:hover { color: var(--ink); text-decoration: underline; }
section { margin: 0 0 3rem; }
h2 { font-size: 1.4rem; letter-spacing: -.01em; margin: 0 0 .25rem; }
h3 { font-size: 1rem; margin: 0 0 .5rem; }
.lead { color: var(--quiet); margin: 0 0 1rem; max-width: 60rem; }
.verdict { margin-top: 1.5rem; }
.verdict-grid { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); align-items: start; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15.5rem), 1fr)); }
@media (min-width: 64rem) { .verdict-grid { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); } .cards { grid-template-columns: repeat(3, minmax(0, 1fr)); } .cards > :last-child:nth-child(3n + 2) { grid-column: span 2; } }
.card, .chart, .warning, details.config { background: var(--card); border: 1px solid var(--rule); border-radius: .75rem; padding: 1rem 1.1rem; }
.card h3 { font-size: .9rem; font-weight: 500; color: var(--quiet); margin: 0 0 .25rem; }
.card p { margin: .25rem 0 0; font-size: .88rem; color: var(--quiet); }
.card .answer { font-size: 1.7rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.2; color: var(--ink); margin: 0 0 .35rem; }
.card.good { background: var(--good-ground); } .card.good .answer { color: var(--good); }
.card.bad { background: var(--bad-ground); } .card.bad .answer { color: var(--bad); }
.card.open { background: var(--open-ground); } .card.open .answer { color: var(--open); }
.card.good p:not(.answer), .card.bad p:not(.answer), .card.open p:not(.answer), .card.good h3, .card.bad h3, .card.open h3 { color: var(--ink); }
.warning { margin-top: 1rem; border-color: var(--bad); }
.warning p { margin: 0; } .warning p + p { margin-top: .4rem; }
code { font-size: .92em; overflow-wrap: anywhere; }
.warning ul { margin: 0; padding-left: 1.2rem; }
.figures { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 23.5rem), 1fr)); align-items: start; margin-top: 1rem; }
.chart { margin: 0; min-width: 0; }
.chart svg { display: block; width: 100%; height: auto; max-width: 33rem; margin: 0 auto; }
.chart figcaption { color: var(--quiet); font-size: .86rem; margin-top: .4rem; }
details { margin-top: .5rem; font-size: .86rem; }
summary { cursor: pointer; color: var(--link); width: fit-content; }
details.config { margin-top: .6rem; font-size: .95rem; }
pre { overflow: auto; font-size: .82rem; line-height: 1.45; max-height: 30rem; }
.scroll { overflow-x: auto; max-height: 34rem; border: 1px solid var(--rule); border-radius: .6rem; margin-top: .6rem; background: linear-gradient(to left, var(--card) 45%, transparent) right / 2.5rem 100% no-repeat local, linear-gradient(to left, var(--rule-strong), transparent) right / .8rem 100% no-repeat scroll, var(--card); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .88rem; }
th, td { padding: .4rem .5rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--rule); }
tbody tr:last-child > * { border-bottom: 0; }
th:first-child { text-align: left; font-weight: 500; }
thead th { position: sticky; top: 0; background: var(--card); color: var(--quiet); font-weight: 600; vertical-align: bottom; }
thead th small { display: block; font-weight: 400; }
th button { all: unset; cursor: pointer; color: var(--ink); font-weight: 600; }
th button:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
th button { text-decoration: underline dotted; text-underline-offset: .2em; }
th[aria-sort="ascending"] button::after { content: " ↑"; }
th[aria-sort="descending"] button::after { content: " ↓"; }
td small, th small { color: var(--quiet); }
.models th[scope="row"] { position: sticky; left: 0; background: var(--card); }
.models { font-size: .81rem; } .models th, .models td { padding: .4rem .33rem; } .models th:first-child { padding-left: .6rem; } .spread { display: block; }
.models th[scope="row"] small { display: block; padding-left: 1.1rem; white-space: normal; min-width: 5.5rem; max-width: 10rem; }
.experiments th[scope="row"] small { padding-left: 0; max-width: none; }
td .good { color: var(--good); } td .bad { color: var(--bad); } td .open { color: var(--open); }
.scroll:has(> .members) { width: fit-content; max-width: 100%; } .members { min-width: min(100%, 34rem); }
.dot { display: inline-block; width: .65rem; height: .65rem; border-radius: 50%; margin-right: .45rem; background: var(--baseline); }
.dot.teacher, .dot.member { background: var(--teacher); } .dot.student { background: var(--student); } .dot.twin { background: var(--twin); }
.dot.placebo { background: var(--placebo); } .dot.rival { background: var(--rival); }
.choice { margin: 0; } .choice label { color: var(--quiet); margin-right: .5rem; }
select { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--rule-strong); border-radius: .5rem; padding: .35rem .6rem; }
.facts { display: grid; gap: 0 1.5rem; margin: .75rem 0; background: var(--card); border: 1px solid var(--rule); border-radius: .75rem; padding: .5rem 1.1rem; }
.facts div { display: grid; grid-template-columns: minmax(7rem, 11rem) minmax(0, 1fr); gap: 1rem; padding: .4rem 0; border-bottom: 1px solid var(--rule); }
.facts div:last-child { border-bottom: 0; }
.facts dt { color: var(--quiet); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.chart-and-table { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); margin-top: 1rem; }
@media (min-width: 64rem) { .chart-and-table { grid-template-columns: minmax(0, 1fr) minmax(0, 2fr); align-items: start; } }
.chart-and-table .scroll { margin: 0; max-height: none; }
footer { color: var(--quiet); font-size: .86rem; padding-bottom: 3rem; }
@media (max-width: 40rem) {
  nav { position: static; } header, main, footer { padding-left: 1rem; padding-right: 1rem; }
  .card, .chart { padding: .85rem .8rem; } .facts div { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .models th[scope="row"] small { white-space: normal; max-width: 8rem; }
}
@media print {
  @page { margin: 14mm; }
  :root { --page: #ffffff; }
  body { font-size: 10.5pt; } nav, .skip, .choice, details:not(.config), th button::after { display: none; }
  .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); } .cards { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .card, .chart, .facts, .warning, .scroll { break-inside: avoid; } h2, .lead { break-after: avoid; break-inside: avoid; }
  .scroll { overflow: visible; max-height: none; border: 0; background: none; } table { font-size: 8.5pt; } .models { font-size: 6.3pt; } th, td { padding: .15rem .25rem; white-space: normal; }
  thead th, .models th[scope="row"] { position: static; } tr { break-inside: avoid; }
  details.config::details-content { content-visibility: visible; block-size: auto; } pre { max-height: none; white-space: pre-wrap; overflow-wrap: anywhere; }
}
`;
