// <zq-questions>: puts the questions that a table answers by itself in place of the link that leads to them. The page does not
// wait for the counting; without this file the link stays.

class Questions extends HTMLElement {
  async connectedCallback() {
    const link = this.querySelector("a");
    if (!link) return;
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(link.href);
      const fetched = new DOMParser().parseFromString(await answer.text(), "text/html");
      const list = fetched.querySelector("[data-questions]");
      if (answer.ok && list) link.replaceWith(list);
      else if (answer.ok) this.remove(); // a table that only names its rows
    } catch {
      // the link stays: who follows it sees what is wrong
    } finally {
      this.removeAttribute("aria-busy");
    }
  }
}

customElements.define("zq-questions", Questions);
