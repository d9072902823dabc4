// <zq-tile-map>: a table on a map of a dashboard, drawn and asked as <zq-map> does, without its side. Without this file the
// numbers stand in the table. The wheel and one finger go on moving the page.

await customElements.whenDefined("zq-map");
const Whole = /** @type {any} */ (customElements.get("zq-map"));

/** @type {Promise<any> | undefined} */
let library;

/** @param {DOMStringMap} places */
async function loaded(places) {
  const found = await import(places.library || "");
  found.setWorkerUrl(new URL(places.worker || "", location.href).href);
  return found;
}

class TileMap extends Whole {
  connectedCallback() {
    this.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (/** @type {Element} */ (event.target).closest("[data-tool=close]")) this.close();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    const look = { attributes: true, attributeFilter: ["data-theme", "data-elder"] };
    new MutationObserver(() => this.draw()).observe(document.documentElement, look);
    this.begin();
  }

  /** @returns {any} what the server says is drawn */
  get drawing() {
    return JSON.parse(this.one("script[type='application/json']").textContent);
  }

  async begin() {
    this.one(".tile-map").hidden = false;
    try {
      library ??= loaded(this.dataset);
      this.maplibre = await library;
      this.map = this.made(this.one(".map-canvas"), this.drawing);
    } catch {
      this.one(".tile-map").hidden = true;
      const line = this.one(".map-limits");
      line.textContent = this.dataset.wordUnsupported;
      line.hidden = false;
      return;
    }
    this.one(".chart-table").removeAttribute("open");
    this.map.scrollZoom.disable();
    if (matchMedia("(pointer: coarse)").matches) this.map.dragPan.disable();
    this.map.getCanvas().setAttribute("aria-label", this.dataset.wordMap);
    this.map.on("click", (/** @type {any} */ event) => this.pointed(event.point));
    this.map.on("idle", () => {
      this.dataset.drawn = "1";
      this.told();
    });
  }

  dress() {} // there is no slider and nothing to swipe
}

customElements.define("zq-tile-map", /** @type {any} */ (TileMap));

export {};
