// What stands at a place of the map: the row behind a feature, and the rows of a view as a table.

/** @typedef {import("./paint.js").Layer} Layer */

const MOST = 20;

/** @param {string} name @param {string} [text] @param {Record<string, string>} [attributes] */
export function element(name, text, attributes) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  return made;
}

/** @param {Layer} layer @param {any} feature @param {DOMStringMap} words @returns {Promise<HTMLElement>} */
export async function described(layer, feature, words) {
  const box = element("section");
  box.append(element("h3", layer.name));
  if (layer.style === "areas") return district(box, layer, feature, words);
  try {
    const question = new URLSearchParams({ offset: String(feature.id), limit: "1", as_of: layer.release });
    const answer = await fetch(`/api/v1/tables/${layer.table}/rows?${question}`);
    if (!answer.ok) throw new Error(String(answer.status));
    const [row] = (await answer.json()).data;
    box.append(list(Object.entries(row), layer.labels));
  } catch {
    box.append(element("p", words.wordFailed));
  }
  box.append(element("a", words.wordOpen, { href: layer.rows }));
  return box;
}

/** @param {HTMLElement} box @param {Layer} layer @param {any} feature @param {DOMStringMap} words */
function district(box, layer, feature, words) {
  const { column, label, values, by, digits } = layer.paint;
  const code = String(feature.properties[column]);
  const value = values[code];
  const shown = value === undefined ? "–" : value.toLocaleString(document.documentElement.lang);
  box.append(
    list(
      [
        [label, feature.properties[label]],
        [words.wordValue || "", shown],
      ],
      {},
    ),
  );
  const where = `starts_with("${by.replaceAll('"', '""')}", '${code.slice(0, digits)}')`;
  box.append(element("a", words.wordOpen, { href: `${layer.rows}&${new URLSearchParams({ where })}` }));
  return box;
}

/** @param {[string, any][]} pairs @param {Record<string, string>} labels */
function list(pairs, labels) {
  const found = element("dl");
  for (const [name, value] of pairs) {
    if (value === null || typeof value === "object") continue; // shapes are on the map already
    found.append(element("dt", labels[name] || name), element("dd", String(value)));
  }
  return found;
}

/** @param {Layer} layer @param {number[]} box west, south, east, north @param {HTMLElement} frame */
export async function tabled(layer, box, frame) {
  const question = new URLSearchParams({ bbox: box.join(","), limit: String(MOST), as_of: layer.release });
  if (layer.question.where && layer.style !== "areas") question.set("where", layer.question.where);
  const answer = await fetch(`/api/v1/tables/${layer.table}/rows?${question}`);
  if (!answer.ok) return;
  const { data, columns } = await answer.json();
  const shown = columns.filter((/** @type {any} */ each) => each.type !== "geometry");
  const table = element("table", undefined, { class: "grid" });
  const head = element("tr");
  for (const { name } of shown) head.append(element("th", layer.labels[name] || name, { scope: "col" }));
  const body = element("tbody");
  for (const row of data) {
    const line = element("tr");
    for (const { name } of shown) line.append(element("td", row[name] === null ? "" : String(row[name])));
    body.append(line);
  }
  const thead = element("thead");
  thead.append(head);
  table.append(element("caption", layer.name, { class: "visually-hidden" }), thead, body);
  frame.replaceChildren(table);
}
