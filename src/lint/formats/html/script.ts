/** The page's own script: search, sorting by a column, and the buttons that fill the search. Holds no data. */
export const SCRIPT = `
'use strict';
const search = document.getElementById('search');
const body = document.querySelector('tbody');
if (search && body) {
  const rows = [...body.rows].map((row) => ({ row, text: (row.textContent + ' ' + [...row.querySelectorAll('[title]')].map((e) => e.title).join(' ')).toLowerCase() }));
  const shown = document.getElementById('shown');
  const nothing = document.getElementById('nothing');
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let count = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) count++;
    }
    shown.textContent = words.length === 0 ? count + (count === 1 ? ' finding' : ' findings') : count + ' of ' + rows.length;
    nothing.hidden = count > 0;
  };
  search.addEventListener('input', filter);
  for (const button of document.querySelectorAll('.filter')) {
    button.addEventListener('click', () => {
      search.value = button.dataset.search.replace(/(^|\\.)\\*(?=\\.|$)/g, '$1 ').trim();
      filter();
      document.getElementById('findings').scrollIntoView();
      search.focus({ preventScroll: true });
    });
  }
  const keyOf = (row, column) => row.cells[column].dataset.key ?? row.cells[column].textContent;
  for (const button of document.querySelectorAll('th button')) {
    button.addEventListener('click', () => {
      const head = button.parentElement;
      const direction = head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
      for (const other of head.parentElement.cells) other.setAttribute('aria-sort', 'none');
      head.setAttribute('aria-sort', direction);
      const sign = direction === 'ascending' ? 1 : -1;
      const column = Number(button.dataset.column);
      const keyed = rows.map(({ row }) => [keyOf(row, column), row]);
      keyed.sort(([a], [b]) => (a < b ? -sign : a > b ? sign : 0));
      body.append(...keyed.map(([, row]) => row));
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target === search) return;
    event.preventDefault();
    search.focus();
  });
}
`;
