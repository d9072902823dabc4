// All rows of the table in one scroll bar. A few rows stand in the page, blocks of them are fetched as they come into sight, and the
// bar stands for all: where they would be taller than a browser can lay out, the bar is scaled and small movements are not.

import { Blocks, blank } from "./blocks.js";
import { activate } from "./cells.js";
import { freeze } from "./rows.js";

const HIGHEST = 8_000_000; // pixels; browsers cut at 16 to 33 million
const WAIT = 60; // ms before what came into sight is fetched: what rushes past is not
const RESTED = 250; // ms without movement: the address and the bar are put right, readers are told

/** @typedef {{row: number, column: number}} Place */

export class Scrolling {
  /** @type {Map<number, HTMLTableRowElement>} */ waiting = new Map();
  /** @type {Place} the cell that the keys move from */ active = { row: 0, column: 0 };
  over = new AbortController();
  position = 0; // the row at the upper edge, with fractions
  top = 0; // where the bar stood last
  high = 1; // of a row, in pixels
  seen = 0; // rows that fit into the frame, with fractions
  loading = 0;
  resting = 0;

  /** @param {HTMLElement} grid @param {HTMLTableElement} table */
  constructor(grid, table) {
    this.grid = grid;
    this.table = table;
    this.frame = /** @type {HTMLElement} */ (table.closest(".grid-frame"));
    this.body = table.tBodies[0];
    this.total = Number(table.dataset.total);
    this.active.row = Number(table.dataset.at) - 1;
    const words = new URLSearchParams(location.search);
    for (const name of ["at", "page", "row", "column", "op", "value"]) words.delete(name);
    this.words = words;
    const of = { address: grid.dataset.blocks || "", words, size: Number(table.dataset.size) };
    const release = table.dataset.release || "";
    this.blocks = new Blocks(
      { ...of, release },
      { came: (latest) => this.came(latest), failed: () => this.show("[data-fault]", true) },
    );
    this.blocks.known.set(Math.floor((Number(table.dataset.first) - 1) / of.size), [...this.body.rows]);
    this.build();
    this.listen();
    this.measure();
    this.go(this.active, { focus: false, top: true });
  }

  get columns() {
    return this.table.tHead?.rows[0]?.cells.length || 0;
  }
  build() {
    for (const part of this.grid.querySelectorAll("[data-scrolling]")) part.toggleAttribute("hidden", false);
    for (const part of this.grid.querySelectorAll("[data-paging]")) part.toggleAttribute("hidden", true);
    const heads = [...(this.table.tHead?.rows[0]?.cells || [])];
    const widths = heads.map((head) => head.getBoundingClientRect().width);
    const all = widths.reduce((sum, one) => sum + one, 0);
    const fits = all <= this.frame.clientWidth + 1; // then it goes on to fill the frame, however wide that is
    this.high = this.body.rows[0].getBoundingClientRect().height;
    for (const [index, head] of heads.entries())
      head.style.width = fits ? `${(100 * widths[index]) / all}%` : `${widths[index]}px`;
    this.table.style.width = fits ? "100%" : `${all}px`;
    this.table.style.setProperty("--row", `${this.high}px`);
    this.table.setAttribute("aria-rowcount", String(this.total + 1));
    heads[0]?.parentElement?.setAttribute("aria-rowindex", "1");
    this.canvas = document.createElement("div");
    this.window = document.createElement("div");
    this.window.className = "grid-window";
    this.canvas.className = "grid-canvas";
    if (fits) this.canvas.style.width = "100%";
    this.canvas.append(this.window);
    this.frame.append(this.canvas);
    this.window.append(this.table);
    const count = this.grid.querySelector(".grid-count");
    count?.removeAttribute("aria-live"); // it changes with every movement; readers are told when it rests
    this.count = document.createElement("span");
    this.told = document.createElement("span");
    this.told.className = "visually-hidden";
    this.told.setAttribute("aria-live", "polite");
    count?.firstChild?.replaceWith(this.count, this.told);
    this.phrase = count?.getAttribute("data-words") || "";
  }

  listen() {
    const { signal } = this.over;
    this.frame.addEventListener("scroll", () => this.scrolled(), { signal, passive: true });
    this.frame.addEventListener("keydown", (event) => this.key(event), { signal });
    this.body.addEventListener("focusin", (event) => this.entered(event.target), { signal });
    addEventListener("resize", () => this.resized(), { signal });
    addEventListener("popstate", () => this.end(), { signal }); // another address: nothing is written into it
    const on = (/** @type {string} */ part, /** @type {() => void} */ act) =>
      this.grid.querySelector(part)?.addEventListener("click", act, { signal });
    on("[data-again]", () => location.reload());
    on("[data-retry]", () => this.retry());
  }

  end() {
    this.over.abort();
    clearTimeout(this.loading);
    clearTimeout(this.resting);
    this.blocks.end();
  }

  measure() {
    const head = this.table.tHead?.offsetHeight || 0;
    const full = this.total * this.high + head;
    this.scaled = full > HIGHEST;
    /** @type {HTMLElement} */ (this.canvas).style.height = `${Math.min(full, HIGHEST)}px`;
    /** @type {HTMLElement} */ (this.window).style.height = `${Math.min(full, this.frame.clientHeight)}px`;
    this.seen = Math.min(this.total, (this.frame.clientHeight - head) / this.high);
  }

  get last() {
    return Math.max(0, this.total - this.seen);
  }
  get way() {
    return Math.max(1, this.frame.scrollHeight - this.frame.clientHeight);
  }

  resized() {
    this.measure();
    this.put(this.position);
  }

  /** @param {number} position the rows follow the bar, or the bar is put where the rows are */
  put(position) {
    this.position = Math.min(Math.max(0, position), this.last);
    this.frame.scrollTop = this.last ? (this.position / this.last) * this.way : 0;
    this.top = this.frame.scrollTop;
    this.render();
  }

  scrolled() {
    const top = this.frame.scrollTop;
    const by = top - this.top;
    if (Math.abs(by) < 0.5) return; // sideways, or put there by ourselves
    this.top = top;
    const small = this.scaled && Math.abs(by) < this.frame.clientHeight;
    const position = small ? this.position + by / this.high : (top / this.way) * this.last;
    this.position = Math.min(Math.max(0, position), this.last);
    this.render();
  }

  render() {
    const start = Math.floor(this.position);
    const end = Math.min(this.total, Math.ceil(this.position + this.seen));
    const rows = [];
    for (let index = start; index < end; index += 1) rows.push(this.row(index));
    const focused = document.activeElement;
    const held = focused === this.frame || this.body.contains(focused);
    this.fill(rows);
    for (const index of this.waiting.keys())
      if (index < start || index >= end || this.blocks.row(index)) this.waiting.delete(index);
    this.body.style.transform = `translateY(${(start - this.position) * this.high}px)`;
    this.table.dataset.first = String(start + 1);
    this.mark(start, end, held);
    this.say();
    if (!this.loading) this.loading = setTimeout(() => this.load(), WAIT);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), RESTED);
  }

  /** @param {HTMLTableRowElement[]} rows */
  fill(rows) {
    const wanted = new Set(rows);
    let fresh = false;
    for (const row of [...this.body.rows]) {
      if (wanted.has(row)) continue;
      if (row.contains(document.activeElement)) this.frame.focus({ preventScroll: true });
      row.remove();
    }
    let next = this.body.firstElementChild;
    for (const row of rows) {
      if (row === next) next = next.nextElementSibling;
      else {
        this.body.insertBefore(row, next);
        fresh = true;
      }
    }
    if (fresh && Number(this.table.dataset.freeze) > 1) freeze(this.grid);
  }

  /** @param {number} start @param {number} end @param {boolean} held the active cell keeps the focus while it is in sight */
  mark(start, end, held) {
    const { row, column } = this.active;
    const there = row >= start && row < end;
    this.frame.tabIndex = there ? -1 : 0;
    if (!there) return;
    const cell = this.body.rows[row - start]?.cells[column];
    if (!cell) return;
    activate(this.table, cell, false);
    if (held && document.activeElement !== cell) cell.focus({ preventScroll: true });
  }

  /** @param {number} index @returns {HTMLTableRowElement} */
  row(index) {
    const found = this.blocks.row(index);
    const row = found || this.waiting.get(index) || blank(this.columns);
    if (!found) this.waiting.set(index, row);
    row.setAttribute("aria-rowindex", String(index + 2));
    return row;
  }

  load() {
    this.loading = 0;
    const { seen } = this;
    const from = Math.max(0, Math.floor(this.position - seen));
    this.blocks.want(from, Math.min(this.total - 1, Math.ceil(this.position + 2 * seen)));
    this.table.toggleAttribute("aria-busy", this.waiting.size > 0);
  }

  /** @param {string} latest the number of the table's latest release */
  came(latest) {
    if ("latest" in this.table.dataset && latest !== this.table.dataset.release)
      this.show("[data-newer]", true);
    this.render();
    this.table.toggleAttribute("aria-busy", this.waiting.size > 0);
  }

  retry() {
    this.show("[data-fault]", false);
    this.load();
  }

  /** @param {string} part @param {boolean} shown */
  show(part, shown) {
    this.grid.querySelector(part)?.toggleAttribute("hidden", !shown);
  }

  say() {
    const first = Math.ceil(this.position - 0.01) + 1;
    const last = Math.max(first, Math.floor(this.position + this.seen + 0.01));
    const words = this.phrase
      ?.replace("{first}", first.toLocaleString("en"))
      .replace("{last}", last.toLocaleString("en"));
    if (this.count) this.count.textContent = words || "";
    return { first, words };
  }

  rest() {
    this.put(this.position); // a scaled bar was moved by less than it stands for
    clearTimeout(this.resting);
    const { first, words } = this.say();
    if (this.told) this.told.textContent = words || "";
    const address = new URLSearchParams(this.words);
    address.set("at", String(first));
    history.replaceState(history.state, "", `?${address}`);
    const paged = this.grid.querySelector("[data-by-page]");
    address.delete("at");
    address.set("page", String(Math.floor((first - 1) / this.blocks.size) + 1));
    paged?.setAttribute("href", `?${address}`);
    const query = document.querySelector('.save-view input[name="query"]');
    if (query instanceof HTMLInputElement) query.value = location.search;
  }

  /** @param {EventTarget | null} target */
  entered(target) {
    const cell = target instanceof Element ? target.closest("td, th") : null;
    const row = cell?.closest("tr");
    if (!(cell instanceof HTMLTableCellElement) || !row) return;
    this.active = { row: Number(row.getAttribute("aria-rowindex")) - 2, column: cell.cellIndex };
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const inside = event.target === this.frame || this.body.contains(/** @type {Node} */ (event.target));
    if (!inside || event.altKey || event.metaKey) return;
    const { row, column } = this.active;
    const page = Math.max(1, Math.floor(this.seen) - 1);
    const end = this.columns - 1;
    /** @type {Record<string, Place>} */
    const places = {
      ArrowUp: { row: row - 1, column },
      ArrowDown: { row: row + 1, column },
      ArrowLeft: { row, column: column - 1 },
      ArrowRight: { row, column: column + 1 },
      PageUp: { row: Math.max(0, row - page), column },
      PageDown: { row: row + page, column },
      Home: { row: event.ctrlKey ? 0 : row, column: 0 },
      End: { row: event.ctrlKey ? this.total - 1 : row, column: end },
    };
    const place = places[event.key];
    if (!place) return;
    event.preventDefault();
    event.stopPropagation(); // the keys of a page of rows
    if (place.row < 0) this.table.tHead?.rows[0]?.cells[column]?.querySelector("a")?.focus();
    else
      this.go({ row: Math.min(place.row, this.total - 1), column: Math.min(Math.max(0, place.column), end) });
  }

  /** @param {Place} place @param {{focus?: boolean, top?: boolean}} [options] */
  go(place, { focus = true, top = false } = {}) {
    this.active = place;
    const { seen } = this;
    if (top || place.row < this.position) this.put(place.row);
    else if (place.row + 1 > this.position + seen) this.put(place.row + 1 - seen);
    else this.render();
    const cell = this.body.rows[place.row - Math.floor(this.position)]?.cells[place.column];
    if (cell) activate(this.table, cell, focus);
  }
}
