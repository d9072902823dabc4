// Blocks of rows, fetched as they come into sight, given up when they are passed over, the farthest forgotten.

const KEPT = 12;

export class Blocks {
  /** @type {Map<number, HTMLTableRowElement[]>} */ known = new Map();
  /** @type {Map<number, AbortController>} */ fetching = new Map();

  /**
   * @param {{address: string, words: URLSearchParams, size: number, release: string}} of the words choose the rows, all of one release
   * @param {{came: (latest: string) => void, failed: () => void}} told
   */
  constructor({ address, words, size, release }, told) {
    this.address = address;
    this.words = words;
    this.size = size;
    this.release = release;
    this.told = told;
  }

  /** @param {number} index @returns {HTMLTableRowElement | undefined} */
  row(index) {
    return this.known.get(Math.floor(index / this.size))?.[index % this.size];
  }

  /** @param {number} from @param {number} to rows that are in sight or soon will be; those in the middle come first */
  want(from, to) {
    const [first, last] = [Math.floor(from / this.size), Math.floor(to / this.size)];
    for (const [number, one] of this.fetching)
      if (number < first || number > last) {
        one.abort();
        this.fetching.delete(number);
      }
    const middle = (from + to) / 2 / this.size - 0.5;
    const wanted = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    for (const number of nearest(wanted, middle))
      if (!this.known.has(number) && !this.fetching.has(number)) this.fetch(number, middle);
  }

  /** @param {number} number @param {number} here */
  async fetch(number, here) {
    const stop = new AbortController();
    this.fetching.set(number, stop);
    const words = new URLSearchParams(this.words);
    words.set("page", String(number + 1));
    words.set("as_of", this.release);
    try {
      const answer = await fetch(`${this.address}?${words}`, { signal: stop.signal });
      const latest = answer.headers.get("X-Latest-Release");
      if (!answer.ok || !latest) throw new Error(String(answer.status));
      const html = `<table><tbody>${await answer.text()}</tbody></table>`;
      const rows = new DOMParser().parseFromString(html, "text/html").querySelector("tbody")?.rows;
      this.known.set(number, [...(rows || [])]);
      for (const one of nearest([...this.known.keys()], here).slice(KEPT)) this.known.delete(one);
      this.told.came(latest);
    } catch {
      if (!stop.signal.aborted) this.told.failed();
    } finally {
      if (this.fetching.get(number) === stop) this.fetching.delete(number);
    }
  }

  end() {
    for (const one of this.fetching.values()) one.abort();
  }
}

/** @param {number[]} numbers @param {number} here */
function nearest(numbers, here) {
  return numbers.sort((one, other) => Math.abs(one - here) - Math.abs(other - here));
}

/** @param {number} columns a row that is not there yet */
export function blank(columns) {
  const row = document.createElement("tr");
  row.className = "waiting";
  for (let index = 0; index < columns; index += 1) {
    const cell = document.createElement(index ? "td" : "th");
    if (!index) cell.className = "first";
    cell.textContent = "…";
    row.append(cell);
  }
  return row;
}
