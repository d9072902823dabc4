// From a layer of the page to the layers of MapLibre: colours of the reader's theme, sizes, labels.

/** @typedef {{place: number, kind: string, style: string, tiles: string, question: Record<string, string>, table: string,
 *   release: string, name: string, bounds: number[] | null, opacity: number, visible: boolean, paint: any,
 *   labels: Record<string, string>, rows: string,
 *   time: {column: string, first: string, last: string} | null}} Layer */
/** @typedef {{kind: string, layers: any[], server?: string, key?: string}} Base */

const SOURCE_LAYER = "data";
const SHOWN_ZOOM = 16; // deeper, tiles are enlarged
const COUNT = "point_count";
const COUNTED = ["has", COUNT];
const WEST_EAST = [-180, -85.0511, 180, 85.0511];

/** @param {Element} element @returns {(token: string) => string} the colour behind a name of the design system */
export function palette(element) {
  const style = getComputedStyle(element);
  return (token) => style.getPropertyValue(`--${token}`).trim();
}

/** @param {string} tiles @param {Record<string, string>} question */
export function address(tiles, question) {
  return `${location.origin}${tiles}?${new URLSearchParams(question)}`;
}

/** @param {string} low @param {string} high @param {number} share a colour between two, as color-mix in srgb makes it */
export function between(low, high, share) {
  const [one, other] = [low, high].map(parts);
  const mixed = one.map((value, index) => Math.round(value + (other[index] - value) * share));
  return `rgb(${mixed.join(",")})`;
}

/** @param {string} colour #rgb or #rrggbb */
function parts(colour) {
  const hex = colour.replace("#", "");
  const long = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
  return [0, 2, 4].map((start) => Number.parseInt(long.slice(start, start + 2), 16));
}

/** @param {Layer} layer @param {(token: string) => string} colour @returns {any} an expression that gives a feature's colour */
export function colouring(layer, colour) {
  const paint = layer.paint;
  if (layer.style === "categories") {
    const pairs = paint.values.flatMap(/** @param {any[]} pair */ ([value, token]) => [value, colour(token)]);
    const value = ["to-string", ["get", paint.column]];
    const texts = pairs.map((/** @type {any} */ each, /** @type {number} */ index) =>
      index % 2 ? each : String(each),
    );
    return texts.length ? ["match", value, ...texts, colour(paint.others)] : colour(paint.others);
  }
  if (layer.style === "classes")
    return stepped(["to-number", ["get", paint.column], 0], paint.breaks, colour);
  if (layer.style === "areas") {
    const pairs = Object.entries(paint.values).flat();
    const value = ["match", ["to-string", ["get", paint.column]], ...pairs, -1e300];
    return ["case", ["==", value, -1e300], colour("sunken"), stepped(value, paint.breaks, colour)];
  }
  return colour(paint.token);
}

/** @param {any} value @param {number[]} breaks @param {(token: string) => string} colour */
function stepped(value, breaks, colour) {
  const [low, high] = [colour("chart-low"), colour("chart-high")];
  if (!breaks.length) return high;
  const shades = [0, ...breaks].map((_, index) => between(low, high, index / breaks.length));
  return ["step", value, shades[0], ...breaks.flatMap((limit, index) => [limit, shades[index + 1]])];
}

/** @param {Layer} layer @param {(token: string) => string} colour @returns {any[]} MapLibre layers, the lowest first */
export function painted(layer, colour) {
  const id = `layer-${layer.place}`;
  const own = { source: id, "source-layer": SOURCE_LAYER };
  const fill = colouring(layer, colour);
  if (layer.kind === "points") return points(id, own, layer, fill, colour);
  const areas = ["match", ["geometry-type"], ["Polygon", "MultiPolygon"], true, false];
  const lines = ["match", ["geometry-type"], ["LineString", "MultiLineString"], true, false];
  const spots = ["match", ["geometry-type"], ["Point", "MultiPoint"], true, false];
  return [
    {
      id: `${id}-fill`,
      type: "fill",
      ...own,
      filter: areas,
      paint: { "fill-color": fill, "fill-opacity": 0.65 * layer.opacity },
    },
    {
      id: `${id}-edge`,
      type: "line",
      ...own,
      filter: areas,
      paint: { "line-color": colour("ink-2"), "line-width": 0.8, "line-opacity": layer.opacity },
    },
    {
      id: `${id}-line`,
      type: "line",
      ...own,
      filter: lines,
      paint: { "line-color": fill, "line-width": 2.5, "line-opacity": layer.opacity },
    },
    { id: `${id}-spot`, type: "circle", ...own, filter: spots, paint: circle(fill, layer, colour) },
  ];
}

/** @param {string} id @param {any} own @param {Layer} layer @param {any} fill @param {(token: string) => string} colour */
function points(id, own, layer, fill, colour) {
  const large = layer.style === "clusters";
  const radius = large
    ? ["interpolate", ["linear"], ["log10", ["get", COUNT]], 0, 5, 2, 14, 4, 22, 6, 30]
    : ["interpolate", ["linear"], ["log10", ["get", COUNT]], 0, 2, 2, 4, 4, 6];
  const cells = {
    ...circle(fill, layer, colour),
    "circle-radius": radius,
    "circle-opacity": (large ? 0.8 : 0.7) * layer.opacity,
  };
  const found = [
    { id: `${id}-spot`, type: "circle", ...own, filter: ["!", COUNTED], paint: circle(fill, layer, colour) },
    { id: `${id}-cell`, type: "circle", ...own, filter: COUNTED, paint: cells },
  ];
  if (!large) return found;
  const label = [
    "case",
    [">=", ["get", COUNT], 10000],
    ["concat", ["to-string", ["round", ["/", ["get", COUNT], 1000]]], "k"],
    ["to-string", ["get", COUNT]],
  ];
  return [
    ...found,
    {
      id: `${id}-count`,
      type: "symbol",
      ...own,
      filter: [">", ["get", COUNT], 1],
      layout: { "text-field": label, "text-size": 11, "text-allow-overlap": true },
      paint: { "text-color": colour("surface"), "text-halo-color": colour("ink"), "text-halo-width": 0.6 },
    },
  ];
}

/** @param {any} fill @param {Layer} layer @param {(token: string) => string} colour */
function circle(fill, layer, colour) {
  return {
    "circle-color": fill,
    "circle-radius": ["interpolate", ["linear"], ["zoom"], 5, 2, 10, 3.5, 14, 6],
    "circle-opacity": layer.opacity,
    "circle-stroke-color": colour("surface"),
    "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 8, 0.3, 14, 1],
    "circle-stroke-opacity": layer.opacity,
  };
}

/** @param {Layer} layer @returns {any} its source */
export function source(layer) {
  return {
    type: "vector",
    tiles: [address(layer.tiles, layer.question)],
    minzoom: 0,
    maxzoom: SHOWN_ZOOM,
    bounds: layer.bounds ? widened(layer.bounds) : WEST_EAST,
  };
}

/** @param {number[]} bounds a point has no extent, and MapLibre asks for no tile then */
function widened(bounds) {
  const [west, south, east, north] = bounds;
  return [west - 0.01, Math.max(south - 0.01, -85.05), east + 0.01, Math.min(north + 0.01, 85.05)];
}

/** @param {Base} base @param {(token: string) => string} colour @returns {{sources: Record<string, any>, layers: any[]}} what lies beneath */
export function ground(base, colour) {
  const found = {
    sources: /** @type {Record<string, any>} */ ({}),
    layers: /** @type {any[]} */ ([
      { id: "ground", type: "background", paint: { "background-color": colour("sunken") } },
    ]),
  };
  if (base.server) pictures(base, found);
  for (const [index, one] of base.layers.entries()) {
    const id = `base-${index}`;
    found.sources[id] = source(one);
    found.layers.push(...(one.kind === "shapes" ? outlines(id, index, colour) : names(id, one, colour)));
  }
  return found;
}

/** @param {Base} base @param {{sources: Record<string, any>, layers: any[]}} found Tianditu: pictures, and their names above */
function pictures(base, found) {
  for (const name of base.kind === "satellite" ? ["img", "cia"] : ["vec", "cva"]) {
    const question = `SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${name}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles`;
    const place = `TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(base.key || "")}`;
    found.sources[name] = {
      type: "raster",
      tiles: [`${base.server}/${name}_w/wmts?${question}&${place}`],
      tileSize: 256,
      maxzoom: 18,
    };
    found.layers.push({ id: name, type: "raster", source: name });
  }
}

/** @param {string} id @param {number} index @param {(token: string) => string} colour */
function outlines(id, index, colour) {
  const own = { source: id, "source-layer": SOURCE_LAYER };
  const line = { "line-color": colour(index ? "line" : "line-strong"), "line-width": index ? 0.8 : 1.4 };
  const edge = { id: `${id}-edge`, type: "line", ...own, minzoom: index ? 7 : 0, paint: line };
  return index
    ? [edge]
    : [{ id: `${id}-fill`, type: "fill", ...own, paint: { "fill-color": colour("surface") } }, edge];
}

/** @param {string} id @param {any} one @param {(token: string) => string} colour */
function names(id, one, colour) {
  const weight = one.weight ? ["to-number", ["get", one.weight], 0] : 0;
  return [
    {
      id: `${id}-name`,
      type: "symbol",
      source: id,
      "source-layer": SOURCE_LAYER,
      layout: {
        "text-field": ["coalesce", ["get", one.name], ""],
        "text-size": ["interpolate", ["linear"], ["zoom"], 6, 11, 12, 13],
        "symbol-sort-key": ["-", 0, weight],
        "text-padding": 6,
      },
      paint: { "text-color": colour("ink-2"), "text-halo-color": colour("surface"), "text-halo-width": 1.2 },
    },
  ];
}
