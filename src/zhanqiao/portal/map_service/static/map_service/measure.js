// Measuring on the map: a path, its length, and the area it encloses from three points on.
import { palette } from "./paint.js";
import { area, areaWords, distance, lengthWords } from "./tools.js";

const ID = "measured";

export class Measure {
  on = false;
  /** @type {[number, number][]} */
  path = [];

  /** @param {any} map @param {HTMLElement} box @param {DOMStringMap} words */
  constructor(map, box, words) {
    this.map = map;
    this.box = box;
    this.words = words;
  }

  toggle() {
    this.on = !this.on;
    this.path = [];
    this.box.hidden = !this.on;
    this.map.getCanvas().style.cursor = this.on ? "crosshair" : "";
    if (this.on) this.map.getCanvas().focus();
    this.draw();
    return this.on;
  }

  /** @param {[number, number]} place */
  add(place) {
    this.path.push(place);
    this.draw();
  }

  undo() {
    this.path.pop();
    this.draw();
  }

  draw() {
    this.tell();
    const features = this.on ? this.features() : [];
    const data = { type: "FeatureCollection", features };
    const found = this.map.getSource(ID);
    if (found) found.setData(data);
    else if (features.length) this.begin(data);
  }

  /** @param {any} data */
  begin(data) {
    const colour = palette(this.box)("roof");
    this.map.addSource(ID, { type: "geojson", data });
    this.map.addLayer({
      id: `${ID}-area`,
      type: "fill",
      source: ID,
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": colour, "fill-opacity": 0.15 },
    });
    this.map.addLayer({
      id: `${ID}-line`,
      type: "line",
      source: ID,
      paint: { "line-color": colour, "line-width": 2 },
    });
    this.map.addLayer({
      id: `${ID}-spot`,
      type: "circle",
      source: ID,
      filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-color": colour, "circle-radius": 4 },
    });
  }

  features() {
    const found = this.path.map((place) => feature("Point", place));
    if (this.path.length > 1) found.push(feature("LineString", this.path));
    if (this.path.length > 2) found.push(feature("Polygon", [[...this.path, this.path[0]]]));
    return found;
  }

  tell() {
    const language = document.documentElement.lang;
    const parts = [];
    if (this.path.length > 1)
      parts.push(`${this.words.wordDistance} ${lengthWords(distance(this.path), language)}`);
    if (this.path.length > 2) parts.push(`${this.words.wordArea} ${areaWords(area(this.path), language)}`);
    const output = this.box.querySelector("output");
    if (output) output.textContent = parts.join(" · ") || this.words.wordMeasuring || "";
  }
}

/** @param {string} type @param {any} coordinates */
function feature(type, coordinates) {
  return { type: "Feature", properties: {}, geometry: { type, coordinates } };
}
