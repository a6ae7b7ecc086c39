import { invariant } from '../../kernel/invariant.ts';
import { brief } from '../escape.ts';
import { markup } from '../html/markup.ts';
import type { Html } from '../html/markup.ts';
import { count } from '../words.ts';
import type { Arrow, Box, Picture } from './picture.ts';

const WIDTH = 200;
const HEIGHT = 56;
const GAP = 24;
const LEFT: Readonly<Record<Box['column'], number>> = { source: 8, metaverse: 328, tenant: 648 };
const TOTAL = 856;

interface Placed extends Box {
  readonly x: number;
  readonly y: number;
}

/** The picture as SVG. What it shows stands in the tables around it too; readers of the page hear its name. */
export function drawingOf({ boxes, arrows }: Picture): Html {
  const rows = { source: 0, metaverse: 0, tenant: 0 };
  for (const { column } of boxes) rows[column]++;
  const tallest = Math.max(1, ...Object.values(rows));
  const height = tallest * (HEIGHT + GAP) + GAP;
  const used = { source: 0, metaverse: 0, tenant: 0 };
  const placed = boxes.map((box): Placed => {
    const { column } = box;
    const above = ((tallest - rows[column]) * (HEIGHT + GAP)) / 2;
    return { ...box, x: LEFT[column], y: GAP + above + used[column]++ * (HEIGHT + GAP) };
  });
  const label = 'Connectors, types of the metaverse and types of the tenant, with the number of rules between them';
  return markup`<div class="scroll drawing" role="group" tabindex="0" aria-label="${label}"><svg viewBox="0 0 ${plain(TOTAL)} ${plain(height)}" width="${plain(TOTAL)}" height="${plain(height)}" role="img" aria-label="${label}">
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>
${arrows.map((arrow) => arrowMarkup(arrow, placed))}${arrows.map((arrow) => labelMarkup(arrow, placed))}${placed.map(boxMarkup)}</svg></div>`;
}

function boxMarkup({ x, y, column, title, note }: Placed): Html {
  const middle = plain(x + WIDTH / 2);
  return markup`<g class="${column}"><rect x="${plain(x)}" y="${plain(y)}" width="${plain(WIDTH)}" height="${plain(HEIGHT)}" rx="${column === 'metaverse' ? '28' : '10'}"/><text class="title" x="${middle}" y="${plain(y + 25)}">${brief(title, 22)}</text><text class="note" x="${middle}" y="${plain(y + 43)}">${brief(note, 28)}</text></g>\n`;
}

function arrowMarkup(arrow: Arrow, placed: readonly Placed[]): Html {
  const { x1, y1, x2, y2 } = lineOf(arrow, placed);
  const bend = (x2 - x1) / 2;
  const curve = [x1 + bend, y1, x2 - bend, y2, x2, y2].map(plain).join(' ');
  return markup`<path class="arrow" d="M${plain(x1)} ${plain(y1)}C${curve}" marker-end="url(#head)"/>\n`;
}

/** After all arrows: no other one runs through it. */
function labelMarkup(arrow: Arrow, placed: readonly Placed[]): Html {
  const { x1, y1, x2, y2 } = lineOf(arrow, placed);
  return markup`<text class="rules" x="${plain((x1 + x2) / 2)}" y="${plain((y1 + y2) / 2 + 4)}">${count(arrow.rules, 'rule')}</text>\n`;
}

function lineOf({ from, to }: Arrow, placed: readonly Placed[]) {
  const [start, end] = [placed[from], placed[to]];
  invariant(start !== undefined && end !== undefined, 'arrows run between boxes of the picture');
  const rightwards = start.x < end.x;
  // What comes back from the tenant runs below what goes there.
  const middle = HEIGHT / 2 + (rightwards ? -4 : 12);
  const [x1, x2] = rightwards ? [start.x + WIDTH, end.x] : [start.x, end.x + WIDTH];
  return { x1, y1: start.y + middle, x2, y2: end.y + middle };
}

/** A coordinate: without the blanks and commas of a figure for people. */
function plain(number: number): string {
  return String(Math.round(number));
}
