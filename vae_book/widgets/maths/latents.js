/** The aggregate posterior: the average of q(z|x) over the encoded images, along two units. */
import { density as gaussian } from "./densities.js";

/**
 * Its density on a square of cells, row by row from the top.
 * @param {number[][]} means - Of q(z|x), two numbers an image.
 * @param {number[][]} deviations - The same.
 * @param {number} limit - The square reaches from -limit to limit both ways.
 * @param {number} cells - A side.
 * @returns {Float32Array} With the unit 1 / area.
 */
export function density(means, deviations, limit, cells) {
  const centres = Array.from({ length: cells }, (_, k) => -limit + ((k + 0.5) * 2 * limit) / cells);
  const sums = new Float32Array(cells * cells);
  means.forEach(([mx, my], n) => {
    const [sx, sy] = deviations[n];
    const across = centres.map((x) => gaussian(x, mx, sx) / means.length);
    for (let row = 0; row < cells; row++) {
      const up = gaussian(centres[cells - 1 - row], my, sy);
      for (let column = 0; column < cells; column++) {
        sums[row * cells + column] += up * across[column];
      }
    }
  });
  return sums;
}

/** Its mean and standard deviation along each unit: Var z = Var m + the average of s^2. */
export function moments(means, deviations) {
  return means[0].map((_, unit) => {
    const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const mean = average(means.map((m) => m[unit]));
    const around = average(means.map((m) => (m[unit] - mean) ** 2));
    const within = average(deviations.map((s) => s[unit] ** 2));
    return { mean, deviation: Math.sqrt(around + within) };
  });
}
