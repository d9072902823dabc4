// The upload with a real progress bar: the file goes by XMLHttpRequest, the only one that tells how far it is.
// Without this module the form does the same without the bar.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#upload-form"));
const zone = document.querySelector("#dropzone");
const input = /** @type {HTMLInputElement | null} */ (form?.querySelector("input[type=file]") ?? null);
const sending = /** @type {HTMLElement | null} */ (document.querySelector("#sending"));

if (form && zone && input && sending) {
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    const files = /** @type {DragEvent} */ (event).dataTransfer?.files;
    if (files?.length) input.files = files;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, sending);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} sending
 */
function send(form, sending) {
  const request = new XMLHttpRequest();
  const started = performance.now();
  sending.hidden = false;
  request.upload.addEventListener("progress", (event) => show(sending, event.loaded, event.total, started));
  request.addEventListener("load", () => {
    if (request.responseURL && request.responseURL !== location.href) location.assign(request.responseURL);
    else replacePage(request.responseText);
  });
  request.addEventListener("error", () => form.submit());
  request.open("POST", form.action);
  request.send(new FormData(form));
}

/**
 * @param {HTMLElement} sending
 * @param {number} done
 * @param {number} total
 * @param {number} started
 */
function show(sending, done, total, started) {
  const bar = /** @type {HTMLProgressElement} */ (sending.querySelector("progress"));
  const seconds = (performance.now() - started) / 1000;
  const rate = done / Math.max(seconds, 0.1);
  bar.value = total ? done / total : 0;
  const left = Math.ceil((total - done) / Math.max(rate, 1));
  const text = sending.querySelector("span");
  if (text) text.textContent = `${megabytes(done)} / ${megabytes(total)} · ${megabytes(rate)}/s · ${left} s`;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1048576).toFixed(1)} MB`;
}

/** @param {string} html */
function replacePage(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.querySelector("main")?.replaceWith(/** @type {HTMLElement} */ (page.querySelector("main")));
  document.querySelector("[role=alert]")?.scrollIntoView();
}
