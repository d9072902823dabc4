// Follows running work: asks for the progress fragment each second, and reloads when the state changed.

const INTERVAL = 1000;
const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-follow]"));

if (place) follow(place);
else setTimeout(() => location.reload(), 4 * INTERVAL);

/** @param {HTMLElement} place */
async function follow(place) {
  const before = place.querySelector("[data-state]")?.getAttribute("data-state");
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    const answer = await fetch(place.dataset.follow ?? "", { headers: { Accept: "text/html" } }).catch(
      () => null,
    );
    if (!answer?.ok) continue;
    place.innerHTML = await answer.text();
    const now = place.querySelector("[data-state]")?.getAttribute("data-state");
    if (now !== before) {
      location.reload();
      return;
    }
  }
}
