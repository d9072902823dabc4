// Shows a question when what it depends on is chosen. Without this script every question is shown with its condition in words.

const questions = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-when]"));

/** @param {string} key */
function chosen(key) {
  const shown = document.getElementById(key);
  if (!shown || shown.hidden) return [];
  return [...shown.querySelectorAll("input:checked")].map(
    (one) => /** @type {HTMLInputElement} */ (one).value,
  );
}

function refresh() {
  for (const question of questions) {
    const wanted = (question.dataset.options ?? "").split(" ");
    question.hidden = !chosen(question.dataset.when ?? "").some((one) => wanted.includes(one));
  }
}

for (const one of document.querySelectorAll(".survey-condition"))
  if (one instanceof HTMLElement) one.hidden = true;
document.querySelector(".survey-form")?.addEventListener("change", refresh);
refresh();
