// <zq-suggest data-source="…"> around a search input: a combobox (ARIA 1.2) of what the typed text may mean.
const DELAY = 80;
let count = 0;

class Suggest extends HTMLElement {
  list = document.createElement("ul");
  chosen = -1; // the field itself
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;
  /** @type {AbortController | undefined} */
  wait;

  get input() {
    return /** @type {HTMLInputElement} */ (this.querySelector("input"));
  }

  connectedCallback() {
    this.list.className = "suggestions";
    count += 1;
    this.list.id = `suggestions-${count}`;
    this.list.role = "listbox";
    this.list.setAttribute("aria-label", this.input.getAttribute("aria-label") || "");
    this.list.hidden = true;
    this.append(this.list);
    for (const [name, value] of Object.entries({
      "aria-autocomplete": "list",
      "aria-controls": this.list.id,
      "aria-expanded": "false",
    }))
      this.input.setAttribute(name, value);
    this.input.role = "combobox";
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 120));
    this.list.addEventListener("pointerdown", (event) => {
      const option = /** @type {HTMLElement} */ (event.target).closest("[role=option]");
      if (option instanceof HTMLElement) {
        event.preventDefault();
        this.go(option);
      }
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), DELAY);
  }

  async load() {
    const text = this.input.value.trim();
    this.wait?.abort();
    if (!text) return this.close();
    this.wait = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.source}?q=${encodeURIComponent(text)}`, {
        signal: this.wait.signal,
      });
      if (answer.ok) this.fill((await answer.json()).suggestions);
    } catch (problem) {
      if (/** @type {Error} */ (problem).name !== "AbortError") this.close(); // the form still works without
    }
  }

  /** @param {{text: string, kind: string, href: string}[]} suggestions */
  fill(suggestions) {
    this.list.replaceChildren(
      ...suggestions.map((one, index) => {
        const option = document.createElement("li");
        option.role = "option";
        option.id = `${this.list.id}-${index}`;
        option.dataset.href = one.href;
        const kind = document.createElement("small");
        kind.textContent = one.kind;
        const text = document.createElement("span");
        text.textContent = one.text;
        option.append(text, kind);
        return option;
      }),
    );
    const open = suggestions.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.choose(-1);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const options = [...this.list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !this.list.hidden) {
      event.preventDefault();
      const places = options.length + 1; // one place is the field itself
      this.choose(((this.chosen + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault();
      this.go(/** @type {HTMLElement} */ (options[this.chosen]));
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  /** @param {number} index -1 is the field itself */
  choose(index) {
    this.chosen = index;
    for (const [place, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(place === index));
    }
    const option = this.list.children[index];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {HTMLElement} option */
  go(option) {
    location.assign(option.dataset.href || "");
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.choose(-1);
  }
}

customElements.define("zq-suggest", Suggest);
