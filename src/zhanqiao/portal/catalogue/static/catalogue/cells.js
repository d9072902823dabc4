// Arrow keys in the grid: one cell is in the tab order, the others are reached from it (ARIA grid pattern).

/** @param {HTMLTableElement} table */
export function prepareCells(table) {
  table.setAttribute("role", "grid");
  table.closest(".grid-frame")?.removeAttribute("tabindex");
  const first = table.tBodies[0]?.rows[0]?.cells[0];
  if (first) activate(table, first, false);
  table.addEventListener("click", (event) => {
    const cell = /** @type {Element} */ (event.target).closest("tbody th, tbody td");
    if (cell && !(/** @type {Element} */ (event.target).closest("a")))
      activate(table, /** @type {HTMLElement} */ (cell), true);
  });
}

/** @param {HTMLElement} grid @param {KeyboardEvent} event */
export function moveWithKeys(grid, event) {
  const cell = /** @type {HTMLElement} */ (event.target).closest("tbody th, tbody td");
  const table = cell?.closest("table");
  if (!(cell instanceof HTMLTableCellElement) || !table || event.altKey || event.metaKey) return;
  if (event.key === "PageDown" || event.key === "PageUp") return turn(grid, event);
  const row = /** @type {HTMLTableRowElement} */ (cell.parentElement);
  const rows = table.tBodies[0].rows;
  const last = row.cells.length - 1;
  const places = {
    ArrowLeft: [row.sectionRowIndex, cell.cellIndex - 1],
    ArrowRight: [row.sectionRowIndex, cell.cellIndex + 1],
    ArrowUp: [row.sectionRowIndex - 1, cell.cellIndex],
    ArrowDown: [row.sectionRowIndex + 1, cell.cellIndex],
    Home: [event.ctrlKey ? 0 : row.sectionRowIndex, 0],
    End: [event.ctrlKey ? rows.length - 1 : row.sectionRowIndex, last],
  };
  const place = places[/** @type {keyof typeof places} */ (event.key)];
  if (!place) return;
  event.preventDefault();
  if (place[0] < 0)
    return /** @type {HTMLElement | null} */ (
      table.tHead?.rows[0]?.cells[cell.cellIndex]?.querySelector("a")
    )?.focus();
  const next = rows[place[0]]?.cells[place[1]];
  if (next) activate(table, next, true);
}

/** @param {HTMLTableElement} table @param {HTMLElement} cell @param {boolean} focus */
export function activate(table, cell, focus) {
  const before = table.querySelector("[data-active]");
  before?.removeAttribute("data-active");
  before?.removeAttribute("tabindex");
  cell.setAttribute("data-active", "");
  cell.tabIndex = 0;
  if (!focus) return;
  cell.focus({ preventScroll: true });
  reveal(cell);
}

/** @param {HTMLElement} cell scrolled out from under the sticky header and first column */
function reveal(cell) {
  const frame = /** @type {HTMLElement} */ (cell.closest(".grid-frame"));
  const inner = frame.getBoundingClientRect();
  const box = cell.getBoundingClientRect();
  const head = /** @type {HTMLElement} */ (frame.querySelector("thead")).offsetHeight;
  const first = cell.classList.contains("first")
    ? 0
    : /** @type {HTMLElement} */ (frame.querySelector("tbody .first")).offsetWidth;
  if (box.left < inner.left + first) frame.scrollLeft -= inner.left + first - box.left;
  else if (box.right > inner.right)
    frame.scrollLeft += Math.min(box.right - inner.right, box.left - inner.left - first);
  if (box.top < inner.top + head) frame.scrollTop -= inner.top + head - box.top;
  else if (box.bottom > inner.bottom) frame.scrollTop += box.bottom - inner.bottom;
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** @param {HTMLElement} grid @param {KeyboardEvent} event */
function turn(grid, event) {
  const link = grid.querySelector(event.key === "PageDown" ? "a[rel~=next]" : "a[rel~=prev]");
  if (!link) return;
  event.preventDefault();
  grid.dispatchEvent(new CustomEvent("zq-go", { detail: /** @type {HTMLAnchorElement} */ (link).href }));
}
