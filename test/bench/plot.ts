/** The plot of the README: calls to Drive for a document, and documents a second, beside what today's tools do. */
import type { Measured } from './measured.ts';

interface Panel {
  title: string;
  ours: number;
  theirs: number;
}

const colours = { ours: '#1f6feb', theirs: '#9aa4b2' };
const width = 720;
const barsFrom = 190;
const barsAtMost = 430;

/** An SVG that reads on light and on dark. Throws where either side was not measured. */
export function plot({ baseline, vsSearchThenCreate }: Measured): string {
  if (!baseline || !vsSearchThenCreate) throw new Error('nothing to compare');
  const panel = (title: string, name: string): Panel => ({
    title,
    ours: vsSearchThenCreate[name] ?? Number.NaN,
    theirs: baseline[name] ?? Number.NaN,
  });
  const panels = [
    panel('Calls to Drive for a document', 'driveCallsPerDocument'),
    panel('Documents a second, one after another, 150 ms a call', 'documentsPerSecond'),
  ];
  const drawn = panels.map((one, index) => drawPanel(one, 20 + index * 110));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="230" viewBox="0 0 ${width} 230" role="img" font-family="system-ui, sans-serif" font-size="14">
<title>${panels.map(({ title, ours, theirs }) => `${title}: ${rounded(ours)} here, ${rounded(theirs)} by search and create`).join('. ')}</title>
<style>text { fill: #24292f } @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }</style>
${drawn.join('\n')}
</svg>
`;
}

function drawPanel({ title, ours, theirs }: Panel, top: number): string {
  const most = Math.max(ours, theirs);
  const bar = (name: string, value: number, colour: string, y: number) => {
    const length = Math.round((value / most) * barsAtMost);
    return `<text x="${barsFrom - 10}" y="${y + 15}" text-anchor="end">${name}</text>
<rect x="${barsFrom}" y="${y}" width="${length}" height="20" rx="3" fill="${colour}"/>
<text x="${barsFrom + length + 8}" y="${y + 15}">${rounded(value)}</text>`;
  };
  return `<text x="${barsFrom}" y="${top}" font-weight="600">${title}</text>
${bar('this project', ours, colours.ours, top + 12)}
${bar('search, then create', theirs, colours.theirs, top + 42)}`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}
