// Tells the page that holds this chart how high it is: <zq-embed> gives its frame that height.

const tell = () =>
  parent.postMessage({ zhanqiao: { height: Math.ceil(document.body.getBoundingClientRect().height) } }, "*"); // no secret

if (parent !== window) new ResizeObserver(tell).observe(document.body);
