// <zq-embed src="…">: a chart of this site in another page, as high as it needs to be. The address is that of a chart or of its
// embedded form, copied from the chart's page; addresses of other sites are refused.
//   <script src="https://…/static/catalogue/zq-embed.js" async></script>
//   <zq-embed src="https://…/datasets/air/chart/?kind=bar&x=时间"></zq-embed>

(() => {
  const site = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src).origin;
  const CHART = /^(\/en)?\/datasets\/([\w-]+)\/chart\/$/;
  const HEIGHT = 440;
  const MOST = 4000; // pixels

  class Embed extends HTMLElement {
    static observedAttributes = ["src"];
    /** @type {HTMLIFrameElement | null} */
    frame = null;

    connectedCallback() {
      addEventListener("message", this);
      this.style.display = "block";
      this.show();
    }

    disconnectedCallback() {
      removeEventListener("message", this);
    }

    attributeChangedCallback() {
      if (this.isConnected) this.show();
    }

    show() {
      const address = new URL(this.getAttribute("src") || "", site);
      const [chart, language = "", slug] = CHART.exec(address.pathname) || [];
      if (chart) address.pathname = `${language}/embed/charts/${slug}/`;
      if (address.origin !== site || !/^(\/en)?\/embed\//.test(address.pathname)) {
        this.textContent = `zq-embed: ${address.origin} ≠ ${site}`;
        return;
      }
      const frame = document.createElement("iframe");
      frame.src = address.href;
      frame.title = this.getAttribute("title") || address.href;
      frame.loading = "lazy";
      frame.style.cssText = `display: block; width: 100%; height: ${HEIGHT}px; border: 0;`;
      this.replaceChildren(frame);
      this.frame = frame;
    }

    /** @param {MessageEvent} event the embedded page says how high it is */
    handleEvent(event) {
      const height = event.data?.zhanqiao?.height;
      if (!this.frame || event.source !== this.frame.contentWindow || event.origin !== site) return;
      if (Number.isFinite(height)) this.frame.style.height = `${Math.min(Math.max(height, 0), MOST)}px`;
    }
  }

  if (!customElements.get("zq-embed")) customElements.define("zq-embed", Embed);
})();
