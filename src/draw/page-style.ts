// Knows: how the page looks, in light and in dark.
// Refuses to know: what is on it. The colours of the graph are here too, as variables the page's script reads.

export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #f8fafc; --panel: #ffffff; --line: #e2e8f0; --text: #0f172a; --faint: #64748b; --accent: #2563eb;
  --wire: #94a3b8; --halo: #f8fafc;
  --frr: #2563eb; --frr-fill: #dbeafe;
  --cumulus: #15803d; --cumulus-fill: #dcfce7;
  --host: #b45309; --host-fill: #fef3c7;
  --bridge: #64748b; --bridge-fill: #e2e8f0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0b1120; --panel: #111a2e; --line: #24304a; --text: #e5eaf3; --faint: #93a1ba; --accent: #7cb0ff;
    --wire: #52617d; --halo: #0b1120;
    --frr: #7cb0ff; --frr-fill: #172f5c;
    --cumulus: #5fd38a; --cumulus-fill: #11402a;
    --host: #f3b65b; --host-fill: #4a3009;
    --bridge: #9aa8c0; --bridge-fill: #263349;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; height: 100vh; display: grid; grid-template: auto 1fr / 1fr minmax(18rem, 24rem);
  background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif;
}
header { grid-column: 1 / -1; padding: .8rem 1.2rem; border-bottom: 1px solid var(--line); background: var(--panel); }
h1 { margin: 0; font-size: 1.15rem; }
header p { margin: .1rem 0 0; color: var(--faint); }
main { position: relative; min-width: 0; min-height: 0; }
#graph { position: absolute; inset: 0; }
#legend {
  position: absolute; left: 1rem; bottom: 1rem; display: flex; flex-wrap: wrap; gap: .3rem 1rem; margin: 0;
  padding: .45rem .8rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--panel);
  font-size: .85rem; list-style: none;
}
#legend li { display: flex; align-items: center; gap: .45rem; }
#legend svg { width: 18px; height: 18px; }
#fit {
  position: absolute; right: 1rem; bottom: 1rem; padding: .45rem .8rem; border: 1px solid var(--line);
  border-radius: .6rem; background: var(--panel); color: var(--text); font: inherit; font-size: .85rem; cursor: pointer;
}
aside { overflow: auto; padding: 1rem 1.2rem; border-left: 1px solid var(--line); background: var(--panel); }
aside h2 { margin: 0; font-size: 1.1rem; overflow-wrap: anywhere; }
aside .kind { margin: 0 0 .6rem; color: var(--faint); }
aside h3 { margin: 1rem 0 .25rem; color: var(--faint); font-size: .75rem; letter-spacing: .06em; text-transform: uppercase; }
aside p { margin: 0; }
table { width: 100%; border-collapse: collapse; font: 13px/1.45 ui-monospace, monospace; }
td { padding: .25rem .6rem .25rem 0; border-top: 1px solid var(--line); vertical-align: top; white-space: pre-line; overflow-wrap: anywhere; }
td:last-child { padding-right: 0; }
tr:first-child td { border-top: 0; }
pre {
  margin: 0; padding: .6rem .7rem; overflow: auto; border: 1px solid var(--line); border-radius: .4rem;
  background: var(--ground); font: 13px/1.45 ui-monospace, monospace;
}
button.link { padding: 0; border: 0; background: none; color: var(--accent); font: inherit; text-align: left; cursor: pointer; }
button.link:hover, button.link:focus-visible { text-decoration: underline; }
@media (max-width: 50rem) {
  body { grid-template: auto 1fr minmax(10rem, 40vh) / 1fr; }
  aside { border-left: 0; border-top: 1px solid var(--line); }
}
`;
