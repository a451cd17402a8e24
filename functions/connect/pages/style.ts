/** The one style sheet. Small, no images, no fonts of others; light and dark as the system says. */
export const style = `
:root { color-scheme: light dark; --ink: #1b2430; --soft: #566072; --line: #d5dbe3; --edge: #7a8594; --paper: #fff; --ground: #f4f6f9;
  --main: #1557d0; --on-main: #fff; --danger: #b3261e; --on-danger: #fff; --good: #136c3a; --good-ground: #e9f6ee;
  --warn: #8a4b00; --warn-ground: #fff4e0; --bad: #b3261e; --bad-ground: #fdecea; --soft-ground: #eceff3; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --soft: #a8b2bf; --line: #38414d; --edge: #7d8896; --paper: #1d232b;
  --ground: #12161b; --main: #8ab4ff; --on-main: #0b1a33; --danger: #ff8a80; --on-danger: #3b0905; --good: #7bd8a0; --good-ground: #16301f;
  --warn: #ffc46b; --warn-ground: #3a2a10; --bad: #ff9d94; --bad-ground: #3d1c19; --soft-ground: #2a323c; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; color: var(--ink); background: var(--ground); overflow-wrap: break-word; }
header { background: var(--paper); border-bottom: 1px solid var(--line); }
.bar, .tabs ul, main, footer.row { max-width: 68rem; margin: 0 auto; padding-left: 1.2rem; padding-right: 1.2rem; }
.bar { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .4rem 1rem; padding-top: .7rem; padding-bottom: .7rem; }
.product { font-weight: 700; } .bar small { color: var(--soft); font-weight: 400; font-size: 1rem; }
.who { max-width: 16rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
@media (max-width: 34rem) { .who { display: none; } }
.tabs ul { display: flex; gap: .2rem; list-style: none; overflow-x: auto; padding-top: 0; padding-bottom: 0; margin-top: 0; margin-bottom: 0; }
.tabs li { margin: 0; } .tabs a { display: block; padding: .6rem .8rem; color: var(--ink); text-decoration: none; border-bottom: 3px solid transparent; white-space: nowrap; }
.tabs ul { padding-left: .4rem; } .tabs a[aria-current] { border-bottom-color: var(--main); font-weight: 600; } .tabs a:hover { text-decoration: underline; }
main { padding-top: 1.2rem; padding-bottom: 1.2rem; } main:focus { outline: none; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .4rem 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; line-height: 1.3; margin: 0 0 .6rem; } h3 { font-size: 1rem; margin: 0 0 .2rem; overflow-wrap: anywhere; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .7rem; padding: 1.1rem 1.2rem; margin: 0 0 1rem; }
section.bare { background: none; border: 0; padding: 0; }
p, ul, ol { margin: 0 0 .8rem; max-width: 44rem; }
ul, ol { padding-left: 1.5rem; } li { margin-bottom: .3rem; }
section > :last-child, .top > *, li > :last-child { margin-bottom: 0; }
a { color: var(--main); } a:hover { text-decoration-thickness: 2px; }
.lead { font-size: 1.1rem; }
button, .button { display: inline-block; font: inherit; font-weight: 600; padding: .6rem 1.1rem; min-height: 2.75rem; border: 1px solid transparent;
  border-radius: .5rem; background: var(--main); color: var(--on-main); cursor: pointer; text-decoration: none; text-align: center; }
button:hover, .button:hover { filter: brightness(.94); text-decoration: none; }
button.danger { background: var(--danger); color: var(--on-danger); }
button.quiet, .button.quiet { background: none; color: var(--main); border-color: var(--edge); }
button.slim { padding: .2rem .7rem; min-height: 2rem; font-size: .875rem; margin-top: .4rem; }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; border-radius: .2rem; }
button.google { display: inline-flex; align-items: center; gap: .65rem; background: #fff; color: #1f1f1f; border: 1px solid #747775; font: 500 .9375rem/1.25rem Roboto, Arial, sans-serif; padding: .6rem .9rem; letter-spacing: .01rem; }
@media (prefers-color-scheme: dark) { button.google { background: #131314; color: #e3e3e3; border-color: #8e918f; } }
form { margin: 0 0 .8rem; } .row form, .bar form, .top form { margin: 0; }
.switch { display: inline-flex; align-items: center; gap: .6rem; background: none; color: var(--ink); padding: .3rem .2rem; border: 0; }
.switch::after { content: ''; width: 2.6rem; height: 1.5rem; border-radius: 1rem; border: 1px solid var(--good); background: radial-gradient(circle at 1.85rem 50%, #fff .45rem, transparent .5rem) var(--good); }
@media (prefers-color-scheme: dark) { .switch::after { background: radial-gradient(circle at 1.85rem 50%, #12161b .45rem, transparent .5rem) var(--good); } }
footer { font-size: .875rem; padding-bottom: 1.6rem; }
.row { display: flex; flex-wrap: wrap; gap: .6rem .8rem; align-items: center; max-width: none; } .row > p { margin: 0; }
.halves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0 1rem; }
.top { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .4rem 1rem; margin-bottom: .4rem; }
.card { border-left: .4rem solid var(--edge); } .card.good { border-left-color: var(--good); } .card.warn { border-left-color: var(--warn); }
.label, .state { display: inline-block; font-weight: 600; font-size: .875rem; padding: .1rem .6rem; border-radius: 1rem; background: var(--soft-ground); color: var(--ink); }
.good .label, .state.done { background: var(--good-ground); color: var(--good); } .warn .label, .state.parked { background: var(--warn-ground); color: var(--warn); }
.state.rejected { background: var(--bad-ground); color: var(--bad); }
.headline { font-size: 1.35rem; font-weight: 700; line-height: 1.3; margin: 0 0 .3rem; }
.notice { border-left: .4rem solid var(--warn); }
.notice-line { border-left: .3rem solid var(--warn); padding: .2rem 0 .2rem .8rem; max-width: none; }
.soft { color: var(--soft); } .small { font-size: .875rem; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100vw; } .skip:focus { left: .5rem; top: .5rem; z-index: 1; background: var(--paper); padding: .6rem 1rem; border-radius: .5rem; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), max-content)); gap: .5rem 2rem; margin: 0 0 .9rem; }
dl div { min-width: 0; } dt { color: var(--soft); font-size: .875rem; } dd { margin: 0; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: .8rem; list-style: none; padding: 0; margin: 0; max-width: none; }
.figures li { margin: 0; } .figures a { display: block; height: 100%; background: var(--paper); border: 1px solid var(--line); border-radius: .7rem; padding: .7rem 1rem; color: var(--ink); text-decoration: none; }
.figures a:hover span { text-decoration: underline; } .figures b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; } .figures span { color: var(--soft); font-size: .875rem; }
progress { width: 100%; height: .8rem; accent-color: var(--main); }
.problems { list-style: none; padding: 0; max-width: none; } .problems li { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; justify-content: space-between; align-items: center; padding: .8rem 0; margin: 0; border-top: 1px solid var(--line); }
.problems li:first-child { border-top: 0; padding-top: 0; } .problems li > div:first-child { flex: 1 1 22rem; } .problems p { margin: 0; color: var(--soft); }
.steps { display: flex; flex-wrap: wrap; gap: .4rem 1.6rem; list-style: none; counter-reset: step; padding: 0; margin: 0 0 1rem; max-width: none; }
.steps li { counter-increment: step; display: flex; align-items: center; gap: .5rem; color: var(--soft); margin: 0; }
.steps li::before { content: counter(step) / ''; flex: none; width: 1.7rem; height: 1.7rem; border-radius: 50%; border: 2px solid var(--edge); display: grid; place-items: center; font-size: .875rem; font-weight: 600; }
.steps .done::before { content: '✓' / ''; background: var(--good); border-color: var(--good); color: var(--paper); } .steps .now { color: var(--ink); font-weight: 700; } .steps .now::before { background: var(--main); border-color: var(--main); color: var(--on-main); }
.marks { list-style: none; padding: 0; } .marks li { padding-left: 1.6rem; text-indent: -1.6rem; } .marks li::before { display: inline-block; width: 1.6rem; text-indent: 0; font-weight: 700; }
.marks.yes li::before { content: '✓' / ''; color: var(--good); } .marks.no li::before { content: '✕' / ''; color: var(--soft); }
.tree, .tree ul { list-style: none; margin: 0; } .tree { padding: 0; overflow-wrap: anywhere; } .tree ul { padding-left: .9rem; margin-left: .5rem; border-left: 1px solid var(--line); } .tree li { margin: .25rem 0 0; }
.icon { vertical-align: -.2rem; margin-right: .4rem; color: var(--main); } .icon.file { color: var(--soft); }
.chips ul, .letters ul { display: flex; flex-wrap: wrap; gap: .4rem; list-style: none; padding: 0; margin: 0 0 1rem; max-width: none; } .chips li, .letters li { margin: 0; max-width: 100%; }
.chips a { display: inline-block; padding: .35rem .9rem; border: 1px solid var(--edge); border-radius: 1.2rem; color: var(--ink); background: var(--paper); text-decoration: none; }
.chips a[aria-current] { background: var(--main); border-color: var(--main); color: var(--on-main); font-weight: 600; }
.letters ul { gap: .15rem; margin-bottom: 0; } .letters a { display: grid; place-items: center; min-width: 1.75rem; min-height: 1.75rem; border-radius: .3rem; text-decoration: none; } .letters a[aria-current] { background: var(--main); color: var(--on-main); }
.field { flex: 1 1 14rem; max-width: 24rem; } .field span { display: block; font-size: .875rem; color: var(--soft); } input[type=search], select { width: 100%; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: .5rem; padding: .55rem .7rem; min-height: 2.75rem; }
form.row { align-items: end; margin-bottom: .8rem; } .card .row { margin-bottom: .8rem; } .card > .row:last-child { margin-bottom: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .6rem .9rem .6rem 0; border-bottom: 1px solid var(--line); }
tbody th, td.name { overflow-wrap: anywhere; } td.when { min-width: 7rem; } td.why { min-width: 13rem; }
thead th { font-size: .875rem; color: var(--soft); font-weight: 600; white-space: nowrap; } tbody th { font-weight: 400; min-width: 10rem; } td.name { min-width: 8rem; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; } td.number { white-space: nowrap; overflow-wrap: normal; }
tbody tr:last-child > * { border-bottom: 0; } td:last-child, th:last-child { padding-right: 0; }
table + p { margin-top: .9rem; }
@media (max-width: 48rem) {
  .cards, .cards tbody, .cards tr, .cards td, .cards tbody th { display: block; } .cards thead { display: none; }
  .cards td.none { display: none; } .cards tr { border-bottom: 1px solid var(--line); padding: .7rem 0; } .cards tr:first-child { padding-top: 0; } .cards tr:last-child { border-bottom: 0; }
  .cards td, .cards tbody th { border: 0; padding: .1rem 0; min-width: 0; text-align: left; white-space: normal; }
  .cards td::before, .cards tbody th::before { content: attr(data-label); float: left; width: 7.5rem; color: var(--soft); font-size: .875rem; line-height: 1.7; }
  .cards td, .cards tbody th { padding-left: 7.5rem; } .cards td::before, .cards tbody th::before { margin-left: -7.5rem; }
}
`;
