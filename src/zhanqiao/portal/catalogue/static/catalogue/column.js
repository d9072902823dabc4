// The menu of a column: order, a filter that suits the type, the most frequent values, and a profile.
const SVG = "http://www.w3.org/2000/svg";
const INPUTS = {
  integer: "number",
  decimal: "number",
  number: "number",
  date: "date",
  timestamp: "datetime-local",
  time: "time",
};
const VALUES = 8;
const MANY = 50; // different numbers: their distribution says more than the most frequent ones
const LEAST = 300; // pixels of height
/** @typedef {{value: unknown, count: number}} Counted */

/** @param {HTMLElement} grid @param {HTMLButtonElement} button */
export function openColumn(grid, button) {
  const head = /** @type {HTMLElement} */ (button.closest("th"));
  const template = /** @type {HTMLTemplateElement} */ (grid.querySelector("template[data-panel]"));
  const panel = /** @type {HTMLElement} */ (
    /** @type {DocumentFragment} */ (template.content.cloneNode(true)).querySelector(".column-panel")
  );
  const column = head.dataset.column || "";
  panel.setAttribute("aria-label", column);
  /** @type {HTMLElement} */ (panel.querySelector("h2")).textContent = column;
  fillForm(panel, grid, column, head.dataset.type || "");
  fillOrder(panel, column);
  fillShape(panel, head);
  grid.append(panel);
  panel.showPopover();
  place(panel, button);
  button.setAttribute("aria-expanded", "true");
  panel.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") return;
    button.setAttribute("aria-expanded", "false");
    panel.remove();
  });
  /** @type {HTMLElement} */ (panel.querySelector("a, button, select")).focus();
  describe(panel, grid, column).then(() => place(panel, button)); // it has grown
}

/** @param {HTMLElement} panel @param {HTMLElement} grid @param {string} column the profile is of the whole table, the values are of the selection */
async function describe(panel, grid, column) {
  const answer = await fetch(grid.dataset.about || "");
  const profile = answer.ok ? (await answer.json()).data.profile?.[column] : undefined;
  showProfile(/** @type {HTMLElement} */ (panel.querySelector("[data-profile]")), profile);
  const part = /** @type {HTMLElement} */ (panel.querySelector("[data-values]"));
  if (profile?.histogram && profile.distinct > MANY) return part.remove();
  const selection = new URLSearchParams(
    grid.querySelector("[data-selection]")?.getAttribute("data-selection") || "",
  );
  selection.delete("order_by");
  selection.delete("select");
  const whole = profile?.top.map((/** @type {[unknown, number]} */ [value, count]) => ({ value, count }));
  showValues(part, selection.size || !whole ? await counted(grid, column, selection) : whole, column);
}

/** @param {HTMLElement} grid @param {string} column @param {URLSearchParams} selection @returns {Promise<Counted[]>} */
async function counted(grid, column, selection) {
  selection.set("columns", column);
  selection.set("size", String(VALUES));
  const answer = await fetch(`${grid.dataset.facets}?${selection}`);
  return answer.ok ? /** @type {Counted[]} */ (Object.values((await answer.json()).data)[0]) || [] : [];
}

/** @param {HTMLElement} panel @param {HTMLElement} button */
function place(panel, button) {
  const box = button.getBoundingClientRect();
  panel.style.maxHeight = `${Math.max(LEAST, innerHeight - box.bottom - 12)}px`;
  const left = Math.min(box.right - panel.offsetWidth, innerWidth - panel.offsetWidth - 8);
  const top = Math.min(box.bottom + 4, innerHeight - panel.offsetHeight - 8);
  panel.style.left = `${Math.max(8, left)}px`;
  panel.style.top = `${Math.max(8, top)}px`;
}

/** @param {HTMLElement} panel @param {HTMLElement} grid @param {string} column @param {string} type */
function fillForm(panel, grid, column, type) {
  const form = /** @type {HTMLFormElement} */ (panel.querySelector("form"));
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (!["page", "column", "op", "value"].includes(name)) form.append(hidden(name, value));
  }
  form.append(hidden("column", column));
  const operators =
    JSON.parse(grid.querySelector("[data-operators]")?.getAttribute("data-operators") || "{}")[type] || [];
  const select = /** @type {HTMLSelectElement} */ (form.querySelector("select"));
  select.append(...operators.map((/** @type {[string, string]} */ [name, label]) => new Option(label, name)));
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input[name=value]"));
  input.type = INPUTS[/** @type {keyof typeof INPUTS} */ (type)] || "text";
  if (input.type === "number") input.step = "any";
  if (input.type === "datetime-local" || input.type === "time") input.step = "1";
  select.addEventListener("change", () => (input.hidden = select.value.endsWith("_null")));
  input.hidden = select.value.endsWith("_null");
}

/** @param {HTMLElement} panel @param {string} column */
function fillOrder(panel, column) {
  const name = quoted(column);
  for (const link of panel.querySelectorAll("a[data-order]")) {
    const words = new URLSearchParams(location.search);
    words.set("order_by", name + (link.getAttribute("data-order") === "desc" ? " desc" : ""));
    words.delete("page");
    if (words.has("at")) words.set("at", "1");
    /** @type {HTMLAnchorElement} */ (link).href = `?${words}`;
  }
}

/** @param {HTMLElement} panel @param {HTMLElement} head hiding, freezing and grouping are addresses too */
function fillShape(panel, head) {
  const heads = [.../** @type {HTMLElement} */ (head.parentElement).children];
  const names = heads.map((one) => /** @type {HTMLElement} */ (one).dataset.column || "");
  const place = heads.indexOf(head);
  const here = () => {
    const words = new URLSearchParams(location.search);
    for (const name of ["page", "row", "column", "op", "value"]) words.delete(name);
    return words;
  };
  const without = here();
  without.delete("select");
  for (const name of names) if (name !== names[place]) without.append("select", name);
  const frozen = here();
  frozen.set("freeze", String(place + 1));
  const rows = here();
  for (const name of ["order_by", "select", "freeze", "limit", "at"]) rows.delete(name);
  rows.set("down", names[place] || "");
  for (const [part, words] of Object.entries({ hide: without, freeze: frozen, group: rows })) {
    const link = /** @type {HTMLAnchorElement} */ (panel.querySelector(`[data-${part}]`));
    link.href = `${part === "group" ? link.dataset.group : ""}?${words}`;
  }
  if (names.length < 2) panel.querySelector("[data-hide]")?.remove();
  if (place > 3) panel.querySelector("[data-freeze]")?.remove(); // four columns may stay in sight
}

/** @param {HTMLElement} part @param {Counted[]} values @param {string} column */
function showValues(part, values, column) {
  if (!values.length) return part.remove();
  const most = Math.max(...values.map((one) => one.count));
  const list = /** @type {HTMLElement} */ (part.querySelector(".value-bars"));
  list.replaceChildren(
    ...values.slice(0, VALUES).map((one) => bar(one, most, column, list.dataset.null || "")),
  );
  part.hidden = false;
}

/** @param {Counted} one @param {number} most @param {string} column @param {string} empty */
function bar(one, most, column, empty) {
  const words = new URLSearchParams(location.search);
  for (const name of ["page", "column", "op", "value"]) words.delete(name);
  words.set("column", column);
  words.set("op", one.value === null ? "is_null" : "=");
  if (one.value !== null) words.set("value", String(one.value));
  const link = document.createElement("a");
  link.className = "value";
  link.href = `?${words}`;
  const drawing = document.createElementNS(SVG, "svg");
  const part = document.createElementNS(SVG, "rect");
  part.setAttribute("height", "100%");
  part.setAttribute("width", `${(100 * one.count) / most}%`);
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(part);
  const text = document.createElement("span");
  text.textContent = one.value === null ? empty : String(one.value);
  const count = document.createElement("span");
  count.className = "count";
  count.textContent = one.count.toLocaleString();
  link.append(drawing, text, count);
  return link;
}

/** @param {HTMLElement} part @param {any} profile */
function showProfile(part, profile) {
  if (!profile) return part.remove();
  for (const row of part.querySelectorAll("[data-fact]")) {
    const value = profile[row.getAttribute("data-fact") || ""];
    const place = row.querySelector("dd");
    if (value === undefined || value === null || !place) row.remove();
    else place.textContent = typeof value === "number" ? short(value) : String(value);
  }
  const counts = (profile.histogram || []).map((/** @type {{count: number}} */ one) => one.count);
  if (counts.length > 1) part.querySelector("h3")?.after(histogram(counts));
  part.hidden = false;
}

/** @param {number[]} counts */
function histogram(counts) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "histogram");
  drawing.setAttribute("viewBox", `0 0 ${counts.length * 10} 40`);
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("aria-hidden", "true");
  const most = Math.max(...counts, 1);
  counts.forEach((count, index) => {
    const height = (40 * count) / most;
    const part = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ x: index * 10 + 1, y: 40 - height, width: 8, height }))
      part.setAttribute(name, String(value));
    drawing.append(part);
  });
  return drawing;
}

/** @param {string} name @param {string} value */
function hidden(name, value) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  return field;
}

/** @param {string} column as the query model writes a name */
function quoted(column) {
  return `"${column.replaceAll('"', '""')}"`;
}

/** @param {number} value */
function short(value) {
  return value.toLocaleString(undefined, { maximumSignificantDigits: 6 });
}
