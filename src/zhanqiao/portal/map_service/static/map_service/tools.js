// Measuring on the sphere, coordinates in the systems of Chinese web maps, and the steps of time.

const RADIUS = 6371008.8; // metres: the mean radius (IUGG)
const RIGHT = Math.PI / 180;
const AXIS = 6378245; // metres: Krasovsky's ellipsoid, as the shift of Chinese web maps takes it
const ECCENTRICITY = 0.006693421622965943;
const TURN = (Math.PI * 3000) / 180;
const DAY = 86400000;

/** @typedef {[number, number]} Pair longitude and latitude */

/** @param {Pair[]} path metres along great circles */
export function distance(path) {
  let sum = 0;
  for (let index = 1; index < path.length; index += 1) sum += leg(path[index - 1], path[index]);
  return sum;
}

/** @param {Pair} one @param {Pair} other */
function leg([west, south], [east, north]) {
  const height = Math.sin(((north - south) * RIGHT) / 2) ** 2;
  const width = Math.sin(((east - west) * RIGHT) / 2) ** 2;
  const chord = height + Math.cos(south * RIGHT) * Math.cos(north * RIGHT) * width;
  return 2 * RADIUS * Math.asin(Math.sqrt(chord));
}

/** @param {Pair[]} ring square metres inside of a ring, by the spherical sum of Chamberlain and Duquette (2007) */
export function area(ring) {
  let sum = 0;
  for (const [index, [longitude]] of ring.entries()) {
    const [next, after] = [ring[(index + 1) % ring.length], ring[(index + 2) % ring.length]];
    sum += (after[0] - longitude) * RIGHT * Math.sin(next[1] * RIGHT);
  }
  return Math.abs((sum * RADIUS * RADIUS) / 2);
}

/** @param {number} metres @param {string} language */
export function lengthWords(metres, language) {
  const [value, unit] = metres < 1000 ? [metres, "m"] : [metres / 1000, "km"];
  return `${value.toLocaleString(language, { maximumSignificantDigits: 4 })} ${unit}`;
}

/** @param {number} metres @param {string} language */
export function areaWords(metres, language) {
  const [value, unit] = metres < 1e6 ? [metres, "m²"] : [metres / 1e6, "km²"];
  return `${value.toLocaleString(language, { maximumSignificantDigits: 4 })} ${unit}`;
}

/** @param {Pair} place the same place as Chinese web maps count it: WGS 84, GCJ-02, BD-09 (zhanqiao.kit.coordinates) */
export function systems(place) {
  const shifted = gcj(place);
  const [x, y] = shifted;
  const radius = Math.hypot(x, y) + 0.00002 * Math.sin(y * TURN);
  const angle = Math.atan2(y, x) + 0.000003 * Math.cos(x * TURN);
  const turned = [radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006];
  return { "WGS 84": place, "GCJ-02": shifted, "BD-09": turned };
}

/** @param {Pair} place @returns {Pair} */
function gcj([longitude, latitude]) {
  if (longitude < 72.004 || longitude > 137.8347 || latitude < 0.8293 || latitude > 55.8271)
    return [longitude, latitude];
  const [x, y] = [longitude - 105, latitude - 35];
  const curved = 1 - ECCENTRICITY * Math.sin(latitude * RIGHT) ** 2;
  const short = waves(x, [
    [20, 6],
    [20, 2],
  ]);
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + short;
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + short;
  const alongEast =
    east +
    waves(x, [
      [20, 1],
      [40, 1 / 3],
      [150, 1 / 12],
      [300, 1 / 30],
    ]);
  const alongNorth =
    north +
    waves(y, [
      [20, 1],
      [40, 1 / 3],
      [160, 1 / 12],
      [320, 1 / 30],
    ]);
  const parallel = (AXIS / Math.sqrt(curved)) * Math.cos(latitude * RIGHT);
  const meridian = (AXIS * (1 - ECCENTRICITY)) / (curved * Math.sqrt(curved));
  return [longitude + alongEast / parallel / RIGHT, latitude + alongNorth / meridian / RIGHT];
}

/** @param {number} degrees @param {number[][]} parts */
function waves(degrees, parts) {
  let sum = 0;
  for (const [height, times] of parts) sum += height * Math.sin(times * Math.PI * degrees);
  return (sum * 2) / 3;
}

/** @param {{first: string, last: string}[]} ranges @returns {{from: string, to: string, words: string}[]} years, months or days */
export function steps(ranges) {
  const first = ranges.map((one) => one.first).sort()[0];
  const last =
    ranges
      .map((one) => one.last)
      .sort()
      .at(-1) || first;
  const days = (Date.parse(last) - Date.parse(first)) / DAY;
  const digits = days > 6 * 366 ? 4 : days > 92 ? 7 : 10;
  const found = [];
  for (let from = begin(first, digits); from <= last && found.length < 400; from = after(from, digits))
    found.push({ from, to: after(from, digits), words: from.slice(0, digits) });
  return found;
}

/** @param {string} day @param {number} digits */
function begin(day, digits) {
  return `${day.slice(0, digits)}-01-01`.slice(0, 10);
}

/** @param {string} day @param {number} digits */
function after(day, digits) {
  const [year, month, date] = day.split("-").map(Number);
  const next =
    digits === 4
      ? Date.UTC(year + 1, 0, 1)
      : digits === 7
        ? Date.UTC(year, month, 1)
        : Date.UTC(year, month - 1, date + 1);
  return new Date(next).toISOString().slice(0, 10);
}
