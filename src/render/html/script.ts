import { listScript } from './list-script.ts';

/**
 * The script of every page, as a text: it filters, makes rows of lists, and opens what is closed for print. It builds
 * nodes and sets their text, and never parses markup. Without it the page shows all but the ends of long lists.
 */
export const script = `'use strict';
(() => {
  const PAGE = 100;
  const fold = (text) => text.toLowerCase();
  const number = (value) => String(value).replace(/\\B(?=(\\d{3})+$)/g, ',');
  const make = (tag, text, name) => {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    if (name) node.className = name;
    return node;
  };
  const wordsOf = (form) => fold(form.querySelector('input').value).split(/\\s+/).filter(Boolean);
  const countOf = (shown, all, { noun, one }) =>
    (shown === all ? number(all) : number(shown) + ' of ' + number(all)) + ' ' + (all === 1 ? one : noun);
  const onChange = (form, act) => {
    let timer;
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(act, 80);
    });
  };

  for (const box of document.querySelectorAll('[data-filtered]')) {
    const form = box.querySelector('form');
    const output = form.querySelector('output');
    const items = [...box.querySelectorAll(':scope > .item')].map((node) => ({
      node,
      text: fold(node.textContent),
      kinds: JSON.parse(node.dataset.kinds),
    }));
    onChange(form, () => {
      const words = wordsOf(form);
      const kind = form.querySelector('select')?.value ?? '';
      let shown = 0;
      for (const { node, text, kinds } of items) {
        const fits = (kind === '' || kinds.includes(kind)) && words.every((word) => text.includes(word));
        node.hidden = !fits;
        if (fits) shown++;
      }
      output.textContent = countOf(shown, items.length, box.dataset);
    });
  }

${listScript}
  const lists = new Map();
  for (const box of document.querySelectorAll('[data-list]')) lists.set(box.dataset.list, startList(box));

  // A link to a list may ask for a part of it: all else that was asked for is taken back.
  for (const link of document.querySelectorAll('a[data-choose]')) {
    link.addEventListener('click', () => {
      const node = document.getElementById(link.dataset.choose);
      const list = lists.get(node.closest('[data-list]').dataset.list);
      list.form.reset();
      node.value = link.dataset.value;
      list.refresh();
    });
  }

  const openTarget = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id === '' ? null : document.getElementById(id);
    for (let node = target; node; node = node.parentElement) if (node.tagName === 'DETAILS') node.open = true;
    target?.scrollIntoView();
  };
  addEventListener('hashchange', openTarget);
  openTarget();

  let closed = [];
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('details:not([open])')];
    for (const node of closed) node.open = true;
  });
  addEventListener('afterprint', () => {
    for (const node of closed) node.open = false;
  });
})();
`;
