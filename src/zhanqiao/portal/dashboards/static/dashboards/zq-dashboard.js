// <zq-dashboard src="https://…/embed/dashboards/…/">: frames a dashboard of the open-data site in any page.
// refresh="60" reads the data anew each so many seconds; otherwise they are read when the page is opened.

class Dashboard extends HTMLElement {
  connectedCallback() {
    const frame = document.createElement("iframe");
    const address = new URL(this.getAttribute("src") || "", location.href);
    frame.src = address.href;
    frame.title = this.getAttribute("title") || address.host;
    frame.loading = "lazy";
    frame.style.cssText = "display:block;inline-size:100%;border:0;min-block-size:20rem";
    this.replaceChildren(frame);
    this.hear = (/** @type {MessageEvent} */ event) => {
      if (event.source !== frame.contentWindow || event.origin !== address.origin) return;
      if (event.data?.zhanqiao === "height") frame.style.blockSize = `${Number(event.data.height) || 320}px`;
    };
    addEventListener("message", this.hear);
    const seconds = Number(this.getAttribute("refresh"));
    if (seconds >= 10)
      this.timer = setInterval(() => {
        frame.src = address.href;
      }, seconds * 1000);
  }

  disconnectedCallback() {
    if (this.hear) removeEventListener("message", this.hear);
    clearInterval(this.timer);
  }
}

if (!customElements.get("zq-dashboard")) customElements.define("zq-dashboard", Dashboard);
