// The catalogue list: a ticked facet or another order applies at once. Without JavaScript there is a button.
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-listing]"));

form?.addEventListener("change", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const wide = matchMedia("(min-width: 60rem)").matches; // on a phone several are ticked before they apply
  if (target.matches("select") || (wide && target.matches("input[type=checkbox]"))) form.requestSubmit();
});

// An address without empty fields is one that people can read and share.
form?.addEventListener("submit", () => {
  for (const field of form.querySelectorAll("input[name=q], select[name=sort]")) {
    const control = /** @type {HTMLInputElement | HTMLSelectElement} */ (field);
    const natural =
      control instanceof HTMLSelectElement &&
      [...control.options].some(
        (one) => one.selected && one.defaultSelected && !location.search.includes("sort="),
      );
    if (!control.value || natural) control.disabled = true;
  }
});
addEventListener("pageshow", () => {
  for (const field of form?.querySelectorAll(":disabled") || []) field.removeAttribute("disabled");
});

export {};
