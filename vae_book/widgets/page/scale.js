/** Axes: where a value lies between two ends, as a share from 0 to 1, and back. */

/** An axis with equal steps. */
export function linear(least, most) {
  return {
    share: (value) => (value - least) / (most - least),
    value: (share) => least + share * (most - least),
  };
}

/** An axis with equal ratios; both ends are positive. */
export function logarithmic(least, most) {
  const range = Math.log(most / least);
  return {
    share: (value) => Math.log(value / least) / range,
    value: (share) => least * Math.exp(share * range),
  };
}

/** Round numbers on both sides of 0, from -limit to limit. */
export function symmetricTicks(limit) {
  const distance = limit > 4 ? 2 : limit < 2 ? 0.5 : 1;
  const each = Math.floor(limit / distance);
  return Array.from({ length: 2 * each + 1 }, (_, k) => (k - each) * distance);
}

export const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

/** To a thousandth: far below a pixel. */
export const rounded = (value) => Math.round(1000 * value) / 1000;

/** An axis with a mark for each of `values`, which rise: for a slider with unequal steps. */
export function choices(values) {
  const last = values.length - 1;
  const nearest = (value) => {
    const distances = values.map((each) => Math.abs(Math.log(each / value)));
    return distances.indexOf(Math.min(...distances));
  };
  return {
    share: (value) => nearest(value) / last,
    value: (share) => values[Math.round(share * last)],
  };
}
