// <zq-map>: draws the layers that the server lists, in the colours of the reader's theme. Layers, styles, order, view and day stand
// in the address; a link or a form of the side shows at once. MapLibre is loaded here, and on no other page.
import { described, element, tabled } from "./found.js";
import { Measure } from "./measure.js";
import { address, ground, painted, palette, source } from "./paint.js";
import { steps } from "./tools.js";
import { changed, coordinates, follow, where } from "./view.js";

const MOST_FOUND = 5;
const REACH = 4; // pixels around a click
const PAUSE = 200; // milliseconds after a movement

/** @type {Promise<any> | undefined} */
let library;

/** @param {DOMStringMap} places @returns {Promise<any>} */
async function loaded(places) {
  const found = await import(places.library || "");
  found.setWorkerUrl(new URL(places.worker || "", location.href).href);
  return found;
}

class ZqMap extends HTMLElement {
  /** @type {any} */
  map = null;
  /** @type {any} */
  over = null;
  turn = 0;
  timer = 0;

  connectedCallback() {
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("change", (event) => {
      const target = event.target;
      if (target instanceof Element && target.closest("form.map-form"))
        target.closest("form")?.requestSubmit();
    });
    this.one(".map-time input").addEventListener("input", () => this.moveTime());
    this.one(".map-swipe input").addEventListener("input", () => this.cut());
    this.one(".map-rows").addEventListener("toggle", () => this.tell());
    addEventListener("popstate", () => this.go(location.href, false));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    const look = { attributes: true, attributeFilter: ["data-theme", "data-elder"] };
    new MutationObserver(() => this.draw()).observe(document.documentElement, look);
    this.begin();
  }

  /** @param {string} selector @returns {any} */
  one(selector) {
    return this.querySelector(selector);
  }

  /** @returns {any} what the server says is drawn */
  get drawing() {
    return JSON.parse(this.one("#map-drawing").textContent);
  }

  async begin() {
    try {
      library ??= loaded(this.dataset);
      this.maplibre = await library;
      this.map = this.made(this.one(".map-canvas"), this.drawing);
    } catch {
      this.one(".map-without").textContent = this.dataset.wordUnsupported;
      return;
    }
    this.one(".map-without").hidden = true;
    this.map.on("moveend", () => this.moved());
    this.map.on("click", (/** @type {any} */ event) => this.pointed(event.point));
    this.map.on("data", (/** @type {any} */ event) => event.isSourceLoaded && this.told());
    this.map.on("idle", () => {
      this.dataset.drawn = String(this.turn);
      this.told();
    });
    const canvas = this.map.getCanvas();
    canvas.setAttribute("aria-label", this.dataset.wordMap);
    canvas.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter") this.pointed(this.map.project(this.map.getCenter()));
      if (event.key === "Escape") this.close();
    });
    this.measure = new Measure(this.map, this.one(".map-measured"), this.dataset);
    this.classList.add("map-ready");
    this.dress();
  }

  /** @param {HTMLElement} container @param {any} drawing */
  made(container, drawing) {
    const { NavigationControl, ScaleControl, Map: MapLibre } = this.maplibre;
    const map = new MapLibre({
      container,
      style: this.painting(drawing, container.classList.contains("map-over")),
      ...where(drawing),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      maxPitch: 0,
      canvasContextAttributes: { preserveDrawingBuffer: true }, // so that it can be printed
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new ScaleControl({}), "bottom-left");
    return map;
  }

  /** @param {any} drawing @param {boolean} whole with the layer that is swiped @returns {any} the style of all that is drawn */
  painting(drawing, whole) {
    const colour = palette(this);
    const beneath = ground(drawing.base, colour);
    const shown = this.shown(drawing, whole);
    const names = beneath.layers.filter(
      (/** @type {any} */ each) => each.type === "symbol" || each.id === "cia",
    );
    const rest = beneath.layers.filter((/** @type {any} */ each) => !names.includes(each));
    return {
      version: 8,
      sources: {
        ...beneath.sources,
        ...Object.fromEntries(shown.map((each) => [`layer-${each.place}`, source(each)])),
      },
      layers: [...rest, ...shown.flatMap((each) => painted(each, colour)), ...names],
    };
  }

  /** @param {any} drawing @param {boolean} whole @returns {any[]} */
  shown(drawing, whole) {
    const visible = drawing.layers.filter((/** @type {any} */ each) => each.visible);
    const timed = visible.map((/** @type {any} */ each) => this.timed(each));
    return drawing.swipe && !whole ? timed.slice(0, -1) : timed;
  }

  /** @param {any} layer the layer with the days of the slider */
  timed(layer) {
    const step = layer.time && this.days?.[this.one(".map-time input").valueAsNumber - 1];
    if (!step) return layer;
    const { column } = layer.time;
    const days = `${column} >= '${step.from}' AND ${column} < '${step.to}'`;
    const given = layer.question.where;
    return { ...layer, question: { ...layer.question, where: given ? `(${given}) AND ${days}` : days } };
  }

  /** Draw what the side lists now. */
  draw() {
    if (!this.map) return;
    delete this.dataset.drawn;
    const drawing = this.drawing;
    this.map.setStyle(this.painting(drawing, false), { diff: true });
    this.over?.setStyle(this.painting(drawing, true), { diff: true });
    this.measure?.draw();
    this.dress();
  }

  /** Fit the controls to the layers: days to move along, a layer to swipe. */
  dress() {
    const drawing = this.drawing;
    const ranges = drawing.layers.flatMap((/** @type {any} */ each) =>
      each.visible && each.time ? [each.time] : [],
    );
    const slider = this.one(".map-time input");
    this.days = ranges.length ? steps(ranges) : [];
    slider.max = String(this.days.length);
    this.one(".map-time").hidden = !this.days.length;
    const place = this.days.findIndex((/** @type {any} */ day) => day.words === drawing.at) + 1;
    if (slider.valueAsNumber !== place) {
      slider.value = String(place);
      this.moveTime();
    }
    this.one(".map-time output").textContent = this.days[place - 1]?.words || this.dataset.wordAll;
    this.swiped(drawing);
  }

  /** @param {any} drawing */
  swiped(drawing) {
    const box = this.one(".map-over");
    const on = drawing.swipe && drawing.layers.some((/** @type {any} */ each) => each.visible);
    box.hidden = this.one(".map-swipe").hidden = !on;
    if (!on) {
      this.over?.remove();
      this.over = null;
      return;
    }
    if (this.over) return;
    this.over = this.made(box, drawing);
    this.over.jumpTo({ center: this.map.getCenter(), zoom: this.map.getZoom() });
    follow(this.map, this.over);
    follow(this.over, this.map);
    this.over.on("click", (/** @type {any} */ event) => this.pointed(event.point, this.over));
    this.cut();
  }

  cut() {
    this.one(".map-over").style.clipPath = `inset(0 0 0 ${this.one(".map-swipe input").value}%)`;
    this.style.setProperty("--cut", `${this.one(".map-swipe input").value}%`);
  }

  moveTime() {
    const step = this.days?.[this.one(".map-time input").valueAsNumber - 1];
    this.one(".map-time output").textContent = step?.words || this.dataset.wordAll;
    this.remember({ at: step?.words || "" });
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      for (const [map, whole] of [
        [this.map, false],
        [this.over, true],
      ])
        for (const each of map ? this.shown(this.drawing, whole) : [])
          if (each.time) map.getSource(`layer-${each.place}`)?.setTiles([address(each.tiles, each.question)]);
    }, PAUSE);
  }

  moved() {
    const { lng, lat } = this.map.getCenter();
    this.remember({ view: `${this.map.getZoom().toFixed(2)}/${lat.toFixed(5)}/${lng.toFixed(5)}` });
    this.tell();
  }

  /** @param {Record<string, string>} changes what the address says from now on; links of the side say it as well */
  remember(changes) {
    for (const link of [...this.querySelectorAll('a[href^="?"]')])
      link.setAttribute("href", changed(link.getAttribute("href"), changes));
    const here = changed(location.search || "?", changes);
    if (here !== location.search) history.replaceState(null, "", here === "?" ? location.pathname : here);
  }

  /** Say which limits the tiles in view reached. */
  told() {
    const found = new Map();
    for (const each of this.shown(this.drawing, true)) {
      const name = `layer-${each.place}`;
      if (!this.map.getSource(name)) continue;
      for (const { properties } of this.map.querySourceFeatures(name, { sourceLayer: "limits" })) {
        const text = properties[this.drawing.language];
        if (properties.code !== "tile-texts" && text)
          found.set(`${each.name}${properties.code}`, `${each.name}: ${text}`);
      }
    }
    const line = this.one(".map-limits");
    line.hidden = !found.size;
    const text = [...found.values()].slice(0, 3).join(" ");
    if (line.textContent !== text) line.textContent = text;
  }

  /** @param {any} point a place on the screen @param {any} [map] */
  async pointed(point, map = this.map) {
    const { lng, lat } = map.unproject(point);
    if (this.measure?.on) return this.measure.add([lng, lat]);
    const drawn = new Map(this.shown(this.drawing, true).map((each) => [`layer-${each.place}`, each]));
    const box = [
      [point.x - REACH, point.y - REACH],
      [point.x + REACH, point.y + REACH],
    ];
    const hit = map.queryRenderedFeatures(box).filter((/** @type {any} */ each) => drawn.has(each.source));
    const cell = hit.find((/** @type {any} */ each) => (each.properties.point_count || 0) > 1);
    if (cell) return map.easeTo({ center: [lng, lat], zoom: map.getZoom() + 2 });
    const unlike = [
      ...new Map(hit.map((/** @type {any} */ each) => [`${each.source} ${each.id}`, each])).values(),
    ];
    const told = await Promise.all(
      unlike.slice(0, MOST_FOUND).map((each) => described(drawn.get(each.source), each, this.dataset)),
    );
    const body = this.one(".map-found-body");
    body.replaceChildren(
      ...(told.length ? told : [element("p", this.dataset.wordNothing)]),
      coordinates([lng, lat], this.dataset),
    );
    this.one(".map-found").hidden = false;
  }

  close() {
    this.one(".map-found").hidden = true;
    this.map.getCanvas().focus();
  }

  async tell() {
    const upper = this.shown(this.drawing, true).at(-1);
    if (!this.one(".map-rows").open || !upper || !this.map) return;
    const bounds = this.map.getBounds();
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    await tabled(
      upper,
      box.map((each, index) => Math.min(Math.max(each, index % 2 ? -90 : -180), index % 2 ? 90 : 180)),
      this.one(".map-rows .grid-frame"),
    );
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const tool = target.closest("[data-tool]");
    if (tool instanceof HTMLElement) this.used(tool);
    const link = target.closest("a");
    if (!link?.getAttribute("href")?.startsWith("?") || event.ctrlKey || event.metaKey || event.shiftKey)
      return;
    event.preventDefault();
    this.go(link.href, true);
  }

  /** @param {HTMLElement} tool */
  used(tool) {
    const name = tool.dataset.tool;
    if (name === "print") print();
    if (name === "close") this.close();
    if (name === "undo") this.measure?.undo();
    if (name === "measure") tool.setAttribute("aria-pressed", String(this.measure?.toggle()));
  }

  /** @param {SubmitEvent} event */
  submitted(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const words = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)]));
    for (const name of ["view", "at"]) words.set(name, new URLSearchParams(location.search).get(name) || "");
    this.go(`${location.pathname}?${words}`, true);
  }

  /** @param {string} place @param {boolean} remember */
  async go(place, remember) {
    this.turn += 1;
    const turn = this.turn;
    try {
      const answer = await fetch(place);
      const fetched = new DOMParser()
        .parseFromString(await answer.text(), "text/html")
        .querySelector("zq-map");
      if (!fetched) throw new Error(String(answer.status));
      if (turn !== this.turn) return; // another map was asked for meanwhile
      if (remember) history.pushState(null, "", answer.url);
      const open = [...this.querySelectorAll("details")].map((each) => each.open && each.className);
      const held = document.activeElement?.getAttribute("name");
      for (const part of [".map-side", ".map-source"])
        this.one(part).replaceChildren(...(fetched.querySelector(part)?.childNodes || []));
      for (const each of this.querySelectorAll(".map-side details"))
        if (open.includes(each.className)) each.setAttribute("open", "");
      if (held) this.one(`.map-form [name="${held}"]`)?.focus({ preventScroll: true });
      this.draw();
      const view = where(this.drawing);
      if (!new URLSearchParams(new URL(answer.url).search).get("view"))
        this.map?.fitBounds(view.bounds, { padding: 24, animate: false });
    } catch {
      if (turn === this.turn) location.assign(place); // the network or the server failed: let the browser say so
    }
  }
}

customElements.define("zq-map", ZqMap);
