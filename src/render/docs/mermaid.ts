import { brief } from '../escape.ts';
import { count } from '../words.ts';
import type { Picture } from './picture.ts';

/** The picture as a Mermaid flowchart, which GitHub and GitLab draw. */
export function mermaidOf({ boxes, arrows }: Picture): string {
  const lines = [
    'flowchart LR',
    ...boxes.map(({ column, title, note }, place) => {
      const label = `"${labelText(title)}<br/>${labelText(note)}"`;
      return `  n${place}${column === 'metaverse' ? `([${label}])` : `[${label}]`}`;
    }),
    ...arrows.map(({ from, to, rules }) => `  n${from} -->|"${labelText(count(rules, 'rule'))}"| n${to}`),
  ];
  return lines.join('\n');
}

/** Anything but letters, digits and blanks as a numeric entity: a label never ends early, and holds no markup. */
function labelText(text: string): string {
  return brief(text, 60).replace(/[^A-Za-z0-9 ]/gu, (one) => `#${one.codePointAt(0) ?? 0};`);
}
