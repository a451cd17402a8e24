/** The one style sheet. Small, no images, no fonts of others; light and dark as the system says. */
export const style = `
:root { color-scheme: light dark; --ink: #1b2430; --soft: #5b6675; --line: #d9dee5; --paper: #fff; --ground: #f4f6f8;
  --main: #1557d0; --on-main: #fff; --danger: #b3261e; --good: #136c3a; --warn: #8a5300; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --soft: #a3adba; --line: #38414d; --paper: #1d232b;
  --ground: #12161b; --main: #8ab4ff; --on-main: #0b1a33; --danger: #ff8a80; --good: #7bd8a0; --warn: #ffc46b; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
.bar { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .4rem 1rem; background: var(--paper); border-bottom: 1px solid var(--line); padding: .8rem 1.2rem; font-weight: 600; }
.bar small { color: var(--soft); font-weight: 400; }
nav { font-weight: 400; }
main { max-width: 60rem; margin: 0 auto; padding: 1.2rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .6rem 0 1rem; }
h2 { font-size: 1.15rem; margin: 0 0 .6rem; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: 1.1rem 1.2rem; margin: 0 0 1rem; }
p, ul, ol { margin: 0 0 .8rem; max-width: 42rem; }
ul, ol { padding-left: 1.5rem; } li { margin-bottom: .3rem; }
ul.columns { columns: 20rem; column-gap: 2rem; max-width: none; } .columns li { break-inside: avoid; overflow-wrap: anywhere; }
section > :last-child { margin-bottom: 0; }
a { color: var(--main); }
button, .button { display: inline-block; font: inherit; font-weight: 600; padding: .6rem 1.1rem; min-height: 2.75rem; border: 0;
  border-radius: .4rem; background: var(--main); color: var(--on-main); cursor: pointer; text-decoration: none; }
button.danger { background: var(--danger); color: var(--paper); }
button.quiet, .button.quiet { background: none; color: var(--main); border: 1px solid var(--line); }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
footer { max-width: 60rem; margin: 0 auto; padding: 0 1.2rem 1.6rem; font-size: .875rem; }
.row { display: flex; flex-wrap: wrap; gap: .8rem; align-items: center; }
.state { font-weight: 600; } .state.on { color: var(--good); } .state.needs { color: var(--warn); } .state.off { color: var(--soft); }
.notice { border-left: .3rem solid var(--warn); }
.notice-line { border-left: .3rem solid var(--warn); padding-left: .8rem; }
.soft { color: var(--soft); } .small { font-size: .875rem; }
.scroll { overflow-x: auto; }
.scroll table { min-width: 44rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .8rem .5rem 0; border-bottom: 1px solid var(--line); }
th { font-size: .875rem; color: var(--soft); font-weight: 600; }
td { overflow-wrap: anywhere; } td.number { text-align: right; white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
pre { margin: 0; overflow-x: auto; font-size: .9rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.2rem; margin: 0 0 .8rem; } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
`;
