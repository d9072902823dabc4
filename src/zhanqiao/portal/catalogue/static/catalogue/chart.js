// <zq-chart>: draws the server's Vega-Lite specification in the page's own colours and letters; a choice in the form shows at
// once and has its address. Without this file the form reloads the page and the numbers stand in the table.

const NARROW = 560; // pixels below which legends and labels get less room
const PICTURE_WIDTH = 900;

/** @type {Promise<{vega: any, vegaLite: any, expr: any}> | undefined} */
let libraries;

/** @param {string} address a library that is no module */
function script(address) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = address;
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
}

/** @param {DOMStringMap} places @returns {Promise<{vega: any, vegaLite: any, expr: any}>} */
async function loaded(places) {
  await script(places.vega || "");
  await script(places.vegaLite || "");
  const { expressionInterpreter } = await import(places.interpreter || ""); // expressions are walked, never evaluated
  const { vega, vegaLite } = /** @type {any} */ (globalThis);
  return { vega, vegaLite, expr: expressionInterpreter };
}

class Chart extends HTMLElement {
  turn = 0;
  /** @type {any} */
  view = null;

  connectedCallback() {
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("change", (event) => {
      const form = event.target instanceof Element ? event.target.closest("form[data-builder]") : null;
      if (form instanceof HTMLFormElement) form.requestSubmit();
    });
    addEventListener("popstate", () => this.go(location.href, false));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    const look = { attributes: true, attributeFilter: ["data-theme", "data-elder"] };
    new MutationObserver(() => this.draw()).observe(document.documentElement, look);
    this.querySelector(".chart-table")?.removeAttribute("open");
    this.draw();
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const save = target.closest("[data-save]");
    if (save instanceof HTMLElement) this.save(save.dataset.save || "png");
    const link = target.closest("a");
    if (!link?.getAttribute("href")?.startsWith("?") || event.ctrlKey || event.metaKey || event.shiftKey)
      return;
    event.preventDefault();
    this.go(link.href, true);
  }

  /** @param {SubmitEvent} event */
  submitted(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.method === "post") return;
    event.preventDefault();
    const filled = [...new FormData(form)].filter(([, value]) => value !== "");
    const words = new URLSearchParams(/** @type {[string, string][]} */ (filled));
    this.go(`${location.pathname}?${words}`, true);
  }

  /** @param {string} address @param {boolean} remember */
  async go(address, remember) {
    this.turn += 1;
    const turn = this.turn;
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address);
      const fetched = new DOMParser().parseFromString(await answer.text(), "text/html");
      const chart = fetched.querySelector("zq-chart");
      if (!chart) throw new Error(String(answer.status));
      if (turn !== this.turn) return; // another chart was asked for meanwhile
      if (remember) history.pushState(null, "", answer.url);
      document.title = fetched.title;
      this.show(chart);
      const fresh = [...fetched.querySelectorAll("[data-follows-state]")];
      for (const [index, link] of document.querySelectorAll("[data-follows-state]").entries())
        link.setAttribute("href", fresh[index]?.getAttribute("href") || "");
    } catch {
      if (turn === this.turn) location.assign(address); // the network or the server failed: let the browser say so
    } finally {
      if (turn === this.turn) this.removeAttribute("aria-busy");
    }
  }

  /** @param {Element} fetched what was open stays open, and the field in use keeps the focus */
  show(fetched) {
    const open = [".grid-bar .filter-panel", ".chart-table"].filter((one) =>
      this.querySelector(`${one}[open]`),
    );
    const held = this.contains(document.activeElement) ? document.activeElement?.id : "";
    const height = this.querySelector(".chart-drawing")?.clientHeight || 0;
    this.replaceChildren(...fetched.childNodes);
    for (const one of [".grid-bar .filter-panel", ".chart-table"])
      this.querySelector(one)?.toggleAttribute("open", open.includes(one));
    const drawing = this.querySelector(".chart-drawing");
    if (drawing instanceof HTMLElement) drawing.style.minHeight = `${height}px`; // nothing jumps while it is drawn
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
    this.draw();
  }

  /** @returns {any} the specification in the page's colours, null when there is nothing to draw */
  specification() {
    const text = this.querySelector("#chart-spec")?.textContent;
    if (!text) return null;
    const spec = JSON.parse(text);
    for (const [name, values] of Object.entries(this.look()))
      spec.config[name] = values && typeof values === "object" ? { ...spec.config[name], ...values } : values;
    return spec;
  }

  look() {
    const style = getComputedStyle(this);
    const token = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
    const [ink, soft, line] = [token("ink"), token("ink-2"), token("line")];
    const ramp = [token("chart-low"), token("chart-high")];
    const category = [1, 2, 3, 4, 5, 6, 7, 8].map((place) => token(`chart-${place}`));
    const narrow = this.clientWidth < NARROW;
    return {
      font: style.fontFamily,
      range: { category, ramp, heatmap: ramp },
      mark: { color: category[0] },
      text: { color: ink },
      rule: { color: soft },
      rect: { stroke: token("surface") },
      style: { halo: { stroke: token("surface") } },
      tick: { color: token("surface") },
      axis: {
        labelColor: soft,
        titleColor: soft,
        gridColor: line,
        domainColor: token("line-strong"),
        tickColor: token("line-strong"),
        ...(narrow ? { labelLimit: 96 } : {}),
      },
      legend: { labelColor: soft, titleColor: soft, ...(narrow ? { columns: 2, labelLimit: 110 } : {}) },
      title: { color: ink, subtitleColor: soft },
    };
  }

  /** @param {any} spec @param {Record<string, unknown>} options @returns {Promise<any>} a view that is not yet drawn */
  async viewed(spec, options) {
    libraries ??= loaded(this.dataset);
    const { vega, vegaLite, expr } = await libraries;
    const runtime = vega.parse(vegaLite.compile(spec).spec, undefined, { ast: true });
    return new vega.View(runtime, { expr, renderer: "svg", ...options });
  }

  async draw() {
    const drawing = this.querySelector(".chart-drawing");
    const spec = this.specification();
    if (!(drawing instanceof HTMLElement) || !spec) return;
    const view = await this.viewed(
      { ...spec, autosize: { type: "fit-x", contains: "padding" } },
      { hover: true },
    );
    if (!drawing.isConnected) return;
    this.view?.finalize();
    this.view = view;
    drawing.replaceChildren();
    const shown = document.createElement("div");
    drawing.append(shown);
    view.initialize(shown);
    view.tooltip(
      (
        /** @type {any} */ _,
        /** @type {MouseEvent} */ event,
        /** @type {any} */ _item,
        /** @type {any} */ value,
      ) => this.tell(drawing, event, value),
    );
    await view.runAsync();
    drawing.style.minHeight = "";
    drawing.dataset.drawn = "";
  }

  /** @param {HTMLElement} drawing @param {MouseEvent} event @param {Record<string, string> | null} value what the mark under the pointer says */
  tell(drawing, event, value) {
    drawing.querySelector(".chart-tip")?.remove();
    if (!value) return;
    const tip = document.createElement("dl");
    tip.className = "chart-tip";
    for (const [name, text] of Object.entries(value)) {
      const [term, said] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = name;
      said.textContent = String(text);
      tip.append(term, said);
    }
    drawing.append(tip);
    const frame = drawing.getBoundingClientRect();
    const left = Math.min(event.clientX - frame.left + 12, frame.width - tip.offsetWidth);
    tip.style.insetInlineStart = `${Math.max(0, left)}px`;
    tip.style.insetBlockStart = `${event.clientY - frame.top + 16}px`;
  }

  /** @param {string} kind saves the chart with its sentence and source as a picture */
  async save(kind) {
    const spec = this.specification();
    const said = (/** @type {string} */ part) => this.querySelector(part)?.textContent?.trim() || "";
    const title = { text: said("figcaption"), subtitle: said(".chart-picture-source"), limit: PICTURE_WIDTH };
    const background = getComputedStyle(this).getPropertyValue("--surface").trim();
    const picture = { ...spec, width: PICTURE_WIDTH, title, background, padding: 16 };
    const view = await this.viewed(picture, { renderer: "none" });
    const link = document.createElement("a");
    link.href = await view.toImageURL(kind, 2);
    link.download = `${said("figcaption")
      .replace(/[\\/:*?"<>|]/g, " ")
      .slice(0, 80)}.${kind}`;
    link.click();
    view.finalize();
  }
}

customElements.define("zq-chart", Chart);

export {};
