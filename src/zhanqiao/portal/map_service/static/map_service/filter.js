// The filter form of a layer, by the type of the column: only comparisons that make sense for it, a date picker for dates, no value where
// none is compared with. Without JavaScript the form offers all, and the server says what does not fit.

const NO_VALUE = ["is_null", "not_null"];

/** @param {HTMLFormElement} form */
function fit(form) {
  const column = form.elements.namedItem("column");
  const compared = form.elements.namedItem("op");
  const value = form.elements.namedItem("value");
  if (
    !(column instanceof HTMLSelectElement) ||
    !(compared instanceof HTMLSelectElement) ||
    !(value instanceof HTMLInputElement)
  )
    return;
  const chosen = column.selectedOptions[0];
  for (const option of compared.options) {
    const fits = (option.dataset.types || "").split(" ").includes(chosen?.dataset.type || "");
    option.hidden = option.disabled = !fits;
  }
  if (compared.selectedOptions[0]?.disabled) {
    const first = [...compared.options].find((option) => !option.disabled);
    if (first) first.selected = true;
  }
  const type = chosen?.dataset.input || "text";
  if (value.type !== type) value.type = type;
  value.step = type === "number" ? "any" : "";
  value.disabled = NO_VALUE.includes(compared.value);
}

/** @param {Event} event */
function follow(event) {
  const target = /** @type {Element} */ (event.target);
  const form = target.closest?.(".map-filter")?.querySelector("form");
  if (form) fit(form);
}

document.addEventListener("change", follow);
document.addEventListener("focusin", follow); // the side of the map is drawn anew with every change
document.addEventListener("toggle", follow, true);
for (const form of document.querySelectorAll(".map-filter form")) fit(/** @type {HTMLFormElement} */ (form));
