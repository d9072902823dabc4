// What every page gains from JavaScript: the search key, copying, menus that close, a theme without a reload.
import "./suggest.js";

const root = document.documentElement;

document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const typing = target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const field = [...document.querySelectorAll("[data-focus-key]")].find(
      (one) => one.getClientRects().length,
    );
    if (field instanceof HTMLElement) {
      event.preventDefault();
      field.focus();
    }
  }
  if (event.key === "Escape") closeMenus();
});

document.addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  closeMenus(target.closest("details.menu"));
  const button = target.closest("[data-copy]");
  if (button instanceof HTMLElement) copy(button);
});

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = /** @type {SubmitEvent} */ (event).submitter;
  if (!form.matches("[data-preferences]") || !(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  const body = new URLSearchParams({ [button.name]: button.value });
  show(button);
  fetch(form.action, { method: "POST", body, redirect: "manual" });
});

const here = document.querySelector(".tabs > [aria-current]"); // the tab one is at, on a narrow screen too
if (here instanceof HTMLElement && here.parentElement) {
  const hidden =
    here.offsetLeft + here.offsetWidth - here.parentElement.offsetLeft - here.parentElement.clientWidth;
  if (hidden > 0) here.parentElement.scrollLeft = hidden + 48;
}

if ("clipboard" in navigator) root.dataset.copies = ""; // shows the copy buttons; browsers hide the clipboard from plain http

/** @param {Element | null} [kept] the menu that stays open */
function closeMenus(kept) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu === kept) continue;
    const held = menu.contains(document.activeElement);
    menu.removeAttribute("open");
    if (held) menu.querySelector("summary")?.focus();
  }
}

/** @param {HTMLElement} button copies this address, the element it names, or the code block it stands in */
async function copy(button) {
  const named = document.getElementById(button.dataset.copyFrom || "");
  const source = named || button.closest(".code")?.querySelector("pre");
  const text = button.dataset.copy === "address" ? location.href : source?.textContent || "";
  await navigator.clipboard.writeText(text.trim());
  button.dataset.copied = "";
  setTimeout(() => delete button.dataset.copied, 1500);
}

/** @param {HTMLButtonElement} button a choice of appearance, shown at once */
function show(button) {
  if (button.name === "theme") {
    if (button.value) root.dataset.theme = button.value;
    else delete root.dataset.theme;
    for (const one of document.querySelectorAll("[data-preferences] [name=theme]")) {
      one.setAttribute("aria-pressed", String(one.getAttribute("value") === button.value));
    }
  } else {
    root.toggleAttribute("data-elder", button.value === "1");
    for (const one of document.querySelectorAll("[data-preferences] [name=elder]")) {
      one.setAttribute("aria-pressed", String(button.value === "1"));
      one.setAttribute("value", button.value === "1" ? "0" : "1");
    }
  }
}
