/**
 * The script of lists, as a text that stands in the script of the page. Rows are numbers of texts: words are looked for
 * once in each text, and a row fits when one of its numbers does.
 */
export const listScript = `
  const cellText = (text) => (Array.isArray(text) ? (Array.isArray(text[0]) ? '' : text[1]) : String(text));
  const oneNode = (text, look) => {
    if (Array.isArray(text)) return make('span', text[1], 'badge ' + text[0]);
    if (typeof text === 'number') return document.createTextNode(number(text));
    return look === '' ? document.createTextNode(text) : make('code', text);
  };
  const severalNode = (texts, parts, look) => {
    const all = make('ul', undefined, 'several');
    for (const part of parts) {
      const one = make('li');
      one.append(oneNode(texts[part], look));
      all.append(one);
    }
    return all;
  };
  const fillCell = (node, texts, at, [title, look]) => {
    const text = texts[at];
    if (look === 'number') node.className = 'number';
    if (node.tagName === 'TD') node.dataset.title = title;
    if (Array.isArray(text) && Array.isArray(text[0])) {
      if (text[0].length > 0) node.append(severalNode(texts, text[0], look));
    } else if (text !== '') node.append(oneNode(text, look === 'number' ? '' : look));
    return node;
  };
  const wordsIn = (text) => text.match(/\\s+|[\\p{L}\\p{N}\\p{M}]+|[^\\s\\p{L}\\p{N}\\p{M}]/gu) ?? [];
  // The longest common words of both, by the table of lengths; of long texts the whole is another.
  const commonOf = (before, after) => {
    if (before.length * after.length > 40000) return [];
    const width = after.length + 1;
    const lengths = new Uint16Array((before.length + 1) * width);
    for (let i = before.length - 1; i >= 0; i--) {
      for (let j = after.length - 1; j >= 0; j--) {
        lengths[i * width + j] =
          before[i] === after[j]
            ? lengths[(i + 1) * width + j + 1] + 1
            : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
      }
    }
    const common = [];
    for (let i = 0, j = 0; i < before.length && j < after.length; ) {
      if (before[i] === after[j]) common.push([i++, j++]);
      else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i++;
      else j++;
    }
    return common;
  };
  const sideNode = (words, kept, tag) => {
    const node = make('code', undefined, 'difference');
    let changed = '';
    const flush = () => {
      if (changed !== '') node.append(make(tag, changed));
      changed = '';
    };
    words.forEach((word, index) => {
      if (!kept.has(index)) return void (changed += word);
      flush();
      node.append(word);
    });
    flush();
    return node;
  };
  const markDifference = (line, inner, numbers, texts) => {
    const [from, to] = ['before', 'after'].map((look) => inner.findIndex((column) => column[1] === look));
    const [before, after] = [from, to].map((index) => texts[numbers[index]]);
    if (typeof before !== 'string' || typeof after !== 'string') return;
    if (!before.startsWith('"') || !after.startsWith('"')) return;
    const [a, b] = [wordsIn(before), wordsIn(after)];
    const common = commonOf(a, b);
    line.cells[from].replaceChildren(sideNode(a, new Set(common.map(([index]) => index)), 'del'));
    line.cells[to].replaceChildren(sideNode(b, new Set(common.map(([, index]) => index)), 'ins'));
  };
  const detailNode = (numbers, width, { inner, texts }) => {
    const row = make('tr', undefined, 'detail');
    const cell = make('td');
    cell.colSpan = width;
    const table = make('table');
    const head = make('thead');
    const heads = make('tr');
    for (const [title] of inner) {
      const one = make('th', title);
      one.scope = 'col';
      heads.append(one);
    }
    head.append(heads);
    const body = make('tbody');
    for (let from = 0; from < numbers.length; from += inner.length) {
      const line = make('tr');
      inner.forEach((column, index) => line.append(fillCell(make('td'), texts, numbers[from + index], column)));
      markDifference(line, inner, numbers.slice(from, from + inner.length), texts);
      body.append(line);
    }
    table.append(head, body);
    cell.append(table);
    row.append(cell);
    return row;
  };
  const openerOf = (nodes, onToggle) => {
    const button = make('button', undefined, 'opener');
    button.type = 'button';
    button.append(...nodes);
    button.setAttribute('aria-expanded', 'false');
    button.addEventListener('click', () => {
      const open = button.getAttribute('aria-expanded') !== 'true';
      button.setAttribute('aria-expanded', String(open));
      onToggle(open);
    });
    return button;
  };
  const rowNode = (numbers, data, seen) => {
    const row = make('tr');
    for (const index of seen) {
      const node = make(index === seen[0] ? 'th' : 'td');
      if (index === seen[0]) node.scope = 'row';
      row.append(fillCell(node, data.texts, numbers[index], data.columns[index]));
    }
    if (numbers.length === data.columns.length) return row;
    let below;
    const head = row.firstChild;
    const opener = openerOf([...head.childNodes], (open) => {
      below ??= detailNode(numbers.slice(data.columns.length), seen.length, data);
      if (open) row.after(below);
      else below.remove();
    });
    head.append(opener);
    return row;
  };

  const startList = (box) => {
    const data = JSON.parse(document.getElementById(box.dataset.list).textContent);
    const { columns, rows, texts } = data;
    const seen = columns.flatMap(([, , , hidden], index) => (hidden ? [] : [index]));
    const form = box.querySelector('form');
    const output = form.querySelector('output');
    const body = box.querySelector('tbody');
    const more = box.querySelector('.more button');
    const told = box.querySelector('.shown');
    const heads = [...box.querySelectorAll('.scroll > table > thead th')];
    const gather = form.querySelector('[data-gather]');
    const choices = [...form.querySelectorAll('select:not([data-gather])')].map((node) => ({
      node,
      column: Number(node.id.slice(node.id.lastIndexOf('-') + 1)),
    }));
    let folded;
    /** Which texts fit, by their numbers; of several one is enough. */
    const fittingTexts = (fits) => {
      const flags = new Uint8Array(texts.length);
      for (let at = 0; at < texts.length; at++) {
        const text = texts[at];
        const several = Array.isArray(text) && Array.isArray(text[0]);
        flags[at] = (several ? text[0].some((part) => flags[part]) : fits(at)) ? 1 : 0;
      }
      return flags;
    };
    const withWord = (word) => {
      folded ??= texts.map((text) => fold(cellText(text)));
      return fittingTexts((at) => folded[at].includes(word));
    };
    let fitting = [];
    let sorted;
    const fits = (row, words, asked) => {
      for (const [flags, column] of asked) if (!flags[row[column]]) return false;
      for (const flags of words) if (!row.some((at) => flags[at])) return false;
      return true;
    };
    const sortKey = (text) => {
      const one = Array.isArray(text) && Array.isArray(text[0]) ? (texts[text[0][0]] ?? '') : text;
      return typeof one === 'number' ? one : fold(cellText(one));
    };
    const sort = () => {
      const { column, sign } = sorted;
      const keys = new Map();
      for (const index of fitting) keys.set(rows[index][column], sortKey(texts[rows[index][column]]));
      // Numbers before words.
      const compare = (x, y) => (typeof x === typeof y ? (x < y ? -1 : x > y ? 1 : 0) : typeof x === 'number' ? -1 : 1);
      const places = new Map();
      [...keys].sort((a, b) => compare(a[1], b[1])).forEach(([at, key], place, all) => {
        const last = all[place - 1];
        places.set(at, last && last[1] === key ? places.get(last[0]) : place);
      });
      fitting.sort((a, b) => sign * (places.get(rows[a][column]) - places.get(rows[b][column])) || a - b);
    };
    const partsOf = (at) => (Array.isArray(texts[at]) && Array.isArray(texts[at][0]) ? texts[at][0] : [at]);
    const gathered = (column) => {
      const groups = new Map();
      for (const index of fitting) {
        const parts = partsOf(rows[index][column]);
        for (const part of parts.length === 0 ? [-1] : parts) {
          const group = groups.get(part);
          if (group) group.push(index);
          else groups.set(part, [index]);
        }
      }
      const all = [...groups];
      const last = ([part]) => Number(part === -1 || texts[part] === '');
      const first = columns[column][2] === 'order' ? ([part]) => part : ([, group]) => -group.length;
      return all.sort((a, b) => last(a) - last(b) || first(a) - first(b) || a[0] - b[0]);
    };
    const groupNode = ([part, group]) => {
      const row = make('tr', undefined, 'group');
      const head = make('th');
      head.colSpan = seen.length;
      head.scope = 'rowgroup';
      const text = part === -1 || texts[part] === '' ? '(none)' : texts[part];
      const made = [];
      let place = 0;
      const rest = make('tr', undefined, 'rest');
      const restCell = make('td');
      restCell.colSpan = seen.length;
      const button = make('button');
      button.type = 'button';
      restCell.append(button);
      rest.append(restCell);
      const grow = () => {
        const fragment = document.createDocumentFragment();
        const end = Math.min(group.length, place + PAGE);
        for (; place < end; place++) {
          const node = rowNode(rows[group[place]], data, seen);
          made.push(node);
          fragment.append(node);
        }
        if (made.length === end && rest.isConnected) rest.before(fragment);
        else row.after(fragment, rest);
        const left = group.length - place;
        rest.hidden = left === 0;
        button.textContent = 'Show ' + number(Math.min(PAGE, left)) + ' more of ' + number(left);
      };
      button.addEventListener('click', grow);
      const words = make('bdi', cellText(text));
      const count = make('span', number(group.length), 'count');
      const opener = openerOf([words, ' ', count], (open) => {
        if (open) return grow();
        let node = row.nextSibling;
        while (node && !node.classList.contains('group')) {
          const next = node.nextSibling;
          node.remove();
          node = next;
        }
        place = 0;
        made.length = 0;
      });
      head.append(opener);
      row.append(head);
      return row;
    };
    let items = [];
    let makeNode;
    let shown = 0;
    let noun = '';
    const show = () => {
      const fragment = document.createDocumentFragment();
      const end = Math.min(items.length, shown + PAGE);
      for (; shown < end; shown++) fragment.append(makeNode(items[shown]));
      body.append(fragment);
      if (!more) return;
      const left = items.length - shown;
      more.hidden = left === 0;
      more.textContent = 'Show ' + number(Math.min(PAGE, left)) + ' more of ' + number(left);
      told.textContent = left === 0 ? '' : 'Shown ' + number(shown) + ' of ' + number(items.length) + ' ' + noun;
    };
    const refresh = () => {
      const words = wordsOf(form).map(withWord);
      const asked = choices
        .filter(({ node }) => node.selectedIndex > 0)
        .map(({ node, column }) => [fittingTexts((at) => cellText(texts[at]) === node.value), column]);
      fitting = [];
      for (let index = 0; index < rows.length; index++) if (fits(rows[index], words, asked)) fitting.push(index);
      if (sorted) sort();
      const column = gather && gather.value !== '' ? Number(gather.value) : undefined;
      items = column === undefined ? fitting : gathered(column);
      noun = column === undefined ? box.dataset.noun : 'groups';
      makeNode = column === undefined ? (index) => rowNode(rows[index], data, seen) : groupNode;
      body.replaceChildren();
      shown = 0;
      show();
      output.textContent = countOf(fitting.length, rows.length, box.dataset);
    };
    heads.forEach((head, at) => {
      const button = make('button', undefined, 'sorter');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        sorted = { column: seen[at], sign: sorted?.column === seen[at] ? -sorted.sign : 1 };
        for (const other of heads) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', sorted.sign > 0 ? 'ascending' : 'descending');
        refresh();
      });
    });
    more?.addEventListener('click', show);
    if (gather) gather.parentElement.hidden = false;
    onChange(form, refresh);
    refresh();
    return { form, refresh };
  };
`;
