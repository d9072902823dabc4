// <zq-tile-chart>: a chart on a dashboard, drawn as <zq-chart> draws, without its form. Without this file the numbers stand
// in the table. A choice in the filters shows at once.

const HIGHEST = 240; // pixels of a drawing beside others; a story gives each its full height

await customElements.whenDefined("zq-chart");
const Chart = /** @type {any} */ (customElements.get("zq-chart"));

class TileChart extends Chart {
  connectedCallback() {
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    const look = { attributes: true, attributeFilter: ["data-theme", "data-elder"] };
    new MutationObserver(() => this.draw()).observe(document.documentElement, look);
    this.querySelector(".chart-table")?.removeAttribute("open");
    this.draw();
  }

  /** @returns {any} the specification in the page's colours, null when there is nothing to draw */
  specification() {
    const text = this.querySelector("script[type='application/json']")?.textContent;
    if (!text) return null;
    const spec = JSON.parse(text);
    if (typeof spec.height === "number" && !this.closest(".board-story"))
      spec.height = Math.min(spec.height, HIGHEST);
    for (const [name, values] of Object.entries(this.look()))
      spec.config[name] = values && typeof values === "object" ? { ...spec.config[name], ...values } : values;
    return spec;
  }
}

customElements.define("zq-tile-chart", /** @type {any} */ (TileChart));

for (const form of document.querySelectorAll("form[data-follows]"))
  form.addEventListener("change", () => /** @type {HTMLFormElement} */ (form).requestSubmit());

export {};
