// Columns that stay in sight, and rows read one at a time: Enter or a double click on a cell opens its row, the arrow keys lead to
// those beside it, Escape leads back.

const MOST = 0.6; // of the frame's width that frozen columns may take; on a phone they would leave no room for the others

/** @param {HTMLElement} grid */
export function freeze(grid) {
  const table = /** @type {HTMLTableElement | null} */ (grid.querySelector("table.grid[data-freeze]"));
  const frame = grid.querySelector(".grid-frame");
  if (!table || !frame) return;
  const heads = [...(table.tHead?.rows[0]?.cells || [])].slice(0, Number(table.dataset.freeze));
  for (const cell of table.querySelectorAll(".frozen")) {
    cell.classList.remove("frozen");
    /** @type {HTMLElement} */ (cell).style.insetInlineStart = "";
  }
  const widths = heads.map((head) => head.getBoundingClientRect().width);
  if (widths.reduce((all, one) => all + one, 0) > frame.clientWidth * MOST) return;
  let left = 0;
  for (const [index, width] of widths.entries()) {
    if (index)
      for (const row of table.rows) {
        row.cells[index]?.classList.add("frozen");
        if (row.cells[index]) row.cells[index].style.insetInlineStart = `${left}px`;
      }
    left += width;
  }
}

/** @param {HTMLElement} grid @param {MouseEvent | KeyboardEvent} event */
export function opensRow(grid, event) {
  if (event instanceof KeyboardEvent && event.key !== "Enter") return;
  const cell = event.target instanceof Element ? event.target.closest("tbody td, tbody th") : null;
  if (!cell || (event.target instanceof Element && event.target.closest("a"))) return;
  const table = /** @type {HTMLTableElement} */ (cell.closest("table"));
  const row = /** @type {HTMLTableRowElement} */ (cell.parentElement);
  const words = new URLSearchParams(table.dataset.row);
  words.set("row", String(Number(table.dataset.first) + row.sectionRowIndex));
  event.preventDefault();
  grid.dispatchEvent(new CustomEvent("zq-go", { detail: `${location.pathname}?${words}` }));
}

/** @param {HTMLElement} grid @param {KeyboardEvent} event */
export function readsRows(grid, event) {
  const reading = grid.querySelector(".row-reading");
  const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
  if (!reading || typing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const places = { ArrowLeft: "[rel~=prev]", ArrowRight: "[rel~=next]", Escape: "[data-back]" };
  const link = reading.querySelector(places[/** @type {keyof typeof places} */ (event.key)] || "none");
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  grid.dispatchEvent(new CustomEvent("zq-go", { detail: link.href }));
}
