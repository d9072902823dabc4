// <zq-grid>: the server's grid made instant. Links and forms inside swap the grid in place, every state keeps its
// address, columns get a menu, cells get the arrow keys. Without this file everything still works, with reloads.

import { moveWithKeys, prepareCells } from "./cells.js";
import { openColumn } from "./column.js";
import { freeze, opensRow, readsRows } from "./rows.js";

const KEPT = 12; // pages remembered for going back and forth

class Grid extends HTMLElement {
  /** @type {Map<string, Promise<string>>} */
  pages = new Map();
  turn = 0;
  /** @type {{ end: () => void } | undefined} */
  scrolling;

  connectedCallback() {
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("pointerover", (event) => this.expected(event.target));
    this.addEventListener("focusin", (event) => this.expected(event.target));
    this.addEventListener("keydown", (event) => moveWithKeys(this, event));
    this.addEventListener("keydown", (event) => opensRow(this, event));
    this.addEventListener("dblclick", (event) => opensRow(this, event));
    document.addEventListener("keydown", (event) => readsRows(this, event));
    addEventListener("resize", () => freeze(this));
    this.addEventListener("zq-go", (event) => this.go(/** @type {CustomEvent} */ (event).detail));
    addEventListener("popstate", () => this.go(location.href, { remember: false }));
    this.enhance();
  }

  enhance() {
    this.scrolling?.end();
    this.scrolling = undefined;
    const table = this.querySelector("table");
    if (!table) return;
    for (const way of this.querySelectorAll("p[data-scrolling]")) way.removeAttribute("hidden");
    prepareCells(table);
    freeze(this);
    const panel = /** @type {HTMLTemplateElement | null} */ (this.querySelector("template[data-panel]"));
    const icon = /** @type {HTMLTemplateElement | null} */ (this.querySelector("template[data-icon]"));
    const label = panel?.dataset.panel || "";
    for (const head of table.querySelectorAll("thead th")) {
      const name = /** @type {HTMLElement} */ (head).dataset.column || "";
      const button = document.createElement("button");
      button.type = "button";
      button.className = "grid-menu";
      button.setAttribute("aria-label", label.replace("%s", name));
      button.setAttribute("aria-haspopup", "dialog");
      button.setAttribute("aria-expanded", "false");
      if (icon) button.append(icon.content.cloneNode(true));
      button.addEventListener("click", () => openColumn(this, button));
      head.querySelector(".grid-head")?.append(button);
    }
    if (table.dataset.at) this.scrollThrough(table);
  }

  /** @param {HTMLTableElement} table to be scrolled through as a whole: by a part of the script that others never load */
  async scrollThrough(table) {
    const { Scrolling } = await import("./scroll.js");
    if (table.isConnected && !this.scrolling) this.scrolling = new Scrolling(this, table);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const link = this.link(event.target);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    this.go(link.href);
  }

  /** @param {SubmitEvent} event */
  submitted(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.method === "post") return;
    event.preventDefault();
    const filled = [...new FormData(form)].filter(([, value]) => value !== "");
    const words = new URLSearchParams(/** @type {[string, string][]} */ (filled));
    this.go(`${location.pathname}?${words}`);
  }

  /** @param {EventTarget | null} target a link about to be followed is fetched ahead */
  expected(target) {
    const link = this.link(target);
    if (link?.closest(".pagination")) this.page(link.href);
  }

  /** @param {EventTarget | null} target */
  link(target) {
    const link = target instanceof Element ? target.closest("a") : null;
    return link?.getAttribute("href")?.startsWith("?") ? link : null;
  }

  /** @param {string} address @param {{remember?: boolean}} [options] */
  async go(address, { remember = true } = {}) {
    this.turn += 1;
    const turn = this.turn;
    this.setAttribute("aria-busy", "true");
    const held = this.contains(document.activeElement);
    const left = this.querySelector(".grid-frame")?.scrollLeft || 0;
    try {
      const [html, final] = (await this.page(address)).split("\u0000");
      if (turn !== this.turn) return; // another page was asked for meanwhile
      if (remember) history.pushState(null, "", final.replace(/\?$/, ""));
      this.show(new DOMParser().parseFromString(html, "text/html"));
      const frame = this.querySelector(".grid-frame");
      if (frame) frame.scrollLeft = left;
      if (held)
        /** @type {HTMLElement | null} */ (this.querySelector("[data-active]"))?.focus({
          preventScroll: true,
        });
    } catch {
      if (turn === this.turn) location.assign(address); // the network or the server failed: let the browser say so
    } finally {
      if (turn === this.turn) this.removeAttribute("aria-busy");
    }
  }

  /** @param {string} address @returns {Promise<string>} the page and its final address, split by NUL */
  page(address) {
    const known = this.pages.get(address);
    if (known) return known;
    const wanted = fetch(address).then(async (answer) => {
      if (!answer.headers.get("content-type")?.startsWith("text/html"))
        throw new Error(String(answer.status));
      return `${await answer.text()}\u0000${answer.url}`;
    });
    wanted.catch(() => this.pages.delete(address));
    this.pages.set(address, wanted);
    if (this.pages.size > KEPT) this.pages.delete(this.pages.keys().next().value || "");
    return wanted;
  }

  /** @param {Document} fetched */
  show(fetched) {
    const grid = fetched.querySelector("zq-grid");
    if (!grid) throw new Error("no grid");
    this.replaceChildren(...grid.childNodes);
    document.title = fetched.title;
    const fresh = [...fetched.querySelectorAll("[data-follows-state]")];
    for (const [index, link] of document.querySelectorAll("[data-follows-state]").entries())
      link.setAttribute("href", fresh[index]?.getAttribute("href") || "");
    this.enhance();
  }
}

customElements.define("zq-grid", Grid);
