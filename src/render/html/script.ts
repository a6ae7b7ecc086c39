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
  const told = (shown, all, { noun, one }) =>
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
      output.textContent = told(shown, items.length, box.dataset);
    });
  }

  const cellText = (cell) => (Array.isArray(cell) ? cell[1] : String(cell));
  const cellNode = (cell, [, look], tag) => {
    const node = make(tag, undefined, look === 'number' ? 'number' : '');
    if (Array.isArray(cell)) node.append(make('span', cell[1], 'badge ' + cell[0]));
    else if (typeof cell === 'number') node.textContent = number(cell);
    else if (look === 'code') node.append(make('code', cell));
    else node.textContent = cell;
    return node;
  };
  const headNode = (columns) => {
    const row = make('tr');
    for (const [title] of columns) {
      const head = make('th', title);
      head.scope = 'col';
      row.append(head);
    }
    return row;
  };
  const detailNode = (detail, columns, inner) => {
    const row = make('tr', undefined, 'detail');
    const cell = make('td');
    cell.colSpan = columns.length;
    const table = make('table');
    const head = make('thead');
    const body = make('tbody');
    head.append(headNode(inner));
    for (const cells of detail) {
      const line = make('tr');
      cells.forEach((one, index) => line.append(cellNode(one, inner[index] ?? ['', ''], 'td')));
      body.append(line);
    }
    table.append(head, body);
    cell.append(table);
    row.append(cell);
    return row;
  };
  const rowNodes = ([cells, detail], { columns, inner }) => {
    const row = make('tr');
    cells.forEach((cell, index) => {
      const node = cellNode(cell, columns[index], index === 0 ? 'th' : 'td');
      if (index === 0) node.scope = 'row';
      row.append(node);
    });
    if (detail === undefined) return [row];
    const below = detailNode(detail, columns, inner);
    const button = make('button', undefined, 'opener');
    button.type = 'button';
    button.append(...row.firstChild.childNodes);
    button.setAttribute('aria-expanded', 'false');
    below.hidden = true;
    button.addEventListener('click', () => {
      below.hidden = !below.hidden;
      button.setAttribute('aria-expanded', String(!below.hidden));
    });
    row.firstChild.append(button);
    return [row, below];
  };

  for (const box of document.querySelectorAll('[data-list]')) {
    const data = JSON.parse(document.getElementById(box.dataset.list).textContent);
    const form = box.querySelector('form');
    const output = form.querySelector('output');
    const body = box.querySelector('tbody');
    const more = box.querySelector('.more button');
    const heads = [...box.querySelectorAll('.scroll > table > thead th')];
    const texts = [];
    const textAt = (index) => (texts[index] ??= fold(data.rows[index].flat(3).map(cellText).join('\\n')));
    const choices = [...form.querySelectorAll('select')].map((node) => ({
      node,
      column: Number(node.id.slice(node.id.lastIndexOf('-') + 1)),
    }));
    let fitting = data.rows.map((_, index) => index);
    let shown = 0;
    let sorted;
    const show = () => {
      const end = Math.min(fitting.length, shown + PAGE);
      const fragment = document.createDocumentFragment();
      for (; shown < end; shown++) fragment.append(...rowNodes(data.rows[fitting[shown]], data));
      body.append(fragment);
      if (more) {
        more.hidden = shown >= fitting.length;
        more.textContent = 'Show ' + number(Math.min(PAGE, fitting.length - shown)) + ' more of ' + number(fitting.length - shown);
      }
    };
    const compare = (left, right) => {
      const [a, b] = [left, right].map((index) => data.rows[index][0][sorted.column]);
      const both = typeof a === 'number' && typeof b === 'number';
      const [x, y] = both ? [a, b] : [fold(cellText(a)), fold(cellText(b))];
      return sorted.sign * (x < y ? -1 : x > y ? 1 : 0) || left - right;
    };
    const refresh = () => {
      const words = wordsOf(form);
      const asked = choices.filter(({ node }) => node.selectedIndex > 0);
      fitting = [];
      for (let index = 0; index < data.rows.length; index++) {
        const [cells] = data.rows[index];
        if (!asked.every(({ node, column }) => cellText(cells[column]) === node.value)) continue;
        if (words.length > 0 && !words.every((word) => textAt(index).includes(word))) continue;
        fitting.push(index);
      }
      if (sorted) fitting.sort(compare);
      body.replaceChildren();
      shown = 0;
      show();
      output.textContent = told(fitting.length, data.rows.length, box.dataset);
    };
    heads.forEach((head, column) => {
      const button = make('button', undefined, 'sorter');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        sorted = { column, sign: sorted?.column === column ? -sorted.sign : 1 };
        for (const other of heads) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', sorted.sign > 0 ? 'ascending' : 'descending');
        refresh();
      });
    });
    more?.addEventListener('click', () => {
      show();
    });
    onChange(form, refresh);
    refresh();
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
