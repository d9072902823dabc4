// Where a map looks, what its address says of it, and two maps that look at the same place.
import { element } from "./found.js";
import { systems } from "./tools.js";

/** @param {any} drawing where to look: as the address says, else at the whole of the layers */
export function where(drawing) {
  const [zoom, latitude, longitude] = drawing.view.split("/").map(Number);
  if (drawing.view && [zoom, latitude, longitude].every(Number.isFinite))
    return { zoom, center: [longitude, latitude] };
  const boxes = [...drawing.layers, ...drawing.base.layers].flatMap((each) =>
    each.bounds ? [each.bounds] : [],
  );
  const wanted = drawing.layers.length ? boxes.slice(0, drawing.layers.length) : boxes;
  const [west, south, east, north] = wanted.reduce(
    (all, box) => [
      Math.min(all[0], box[0]),
      Math.min(all[1], box[1]),
      Math.max(all[2], box[2]),
      Math.max(all[3], box[3]),
    ],
    [180, 85, -180, -85],
  );
  if (west > east) return { bounds: [114, 34, 123, 39] }; // nothing is drawn yet: Shandong
  return {
    bounds: [west, Math.max(south, -85), east, Math.min(north, 85)],
    fitBoundsOptions: { padding: 24, maxZoom: 16 },
  };
}

/** @param {string | null} query @param {Record<string, string>} changes */
export function changed(query, changes) {
  const words = new URLSearchParams(query || "");
  for (const [name, value] of Object.entries(changes)) value ? words.set(name, value) : words.delete(name);
  return `?${words}`;
}

/** @param {any} one @param {any} other moves with it */
export function follow(one, other) {
  one.on("move", (/** @type {any} */ event) => {
    if (event.followed || !other.getCanvas().isConnected) return;
    other.jumpTo({ center: one.getCenter(), zoom: one.getZoom() }, { followed: true });
  });
}

/** @param {[number, number]} place @param {DOMStringMap} words */
export function coordinates(place, words) {
  const box = element("details");
  const found = element("dl");
  for (const [name, [longitude, latitude]] of Object.entries(systems(place)))
    found.append(element("dt", name), element("dd", `${longitude.toFixed(6)}, ${latitude.toFixed(6)}`));
  box.append(element("summary", words.wordHere), found);
  return box;
}
