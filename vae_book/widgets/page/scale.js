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

/** Whether a value is a number of a range. */
export const fits = (value, { least, most, whole }) =>
  typeof value === "number" && value >= least && value <= most &&
  (!whole || Number.isInteger(value));

/** To a thousandth: far below a pixel. */
export const rounded = (value) => Math.round(1000 * value) / 1000;

/** Round numbers from `least` to `most`, at most `count` steps apart. */
export function roundTicks(least, most, count) {
  const rough = (most - least) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((each) => each >= rough);
  const first = Math.ceil(least / step - 1e-9);
  const steps = Math.floor(most / step) - first;
  const numbers = Array.from({ length: steps + 1 }, (_, k) => (first + k) * step);
  return numbers.map((number) => Number(number.toPrecision(6)));
}

/** The index of the value that is nearest; of two, the first. */
export function nearest(values, value) {
  const distances = values.map((each) => Math.abs(each - value));
  return distances.indexOf(Math.min(...distances));
}

/**
 * An axis with a mark for each of `values`, which rise: for a slider with unequal steps.
 *
 * Between two marks the nearer one counts, where distance is a ratio, or with `Number` a difference.
 */
export function choices(values, measure = Math.log) {
  const last = values.length - 1;
  const places = values.map((value) => measure(value));
  return {
    share: (value) => nearest(places, measure(value)) / last,
    value: (share) => values[Math.round(share * last)],
  };
}
