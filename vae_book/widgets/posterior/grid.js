/** Evidence, ELBO and gap of a model with two latent variables, by sums over a grid; in nats. */
import { openArrays } from "../network/arrays.js";

const SIDE = 121; // points
const CELL = 1 / 20; // from one to the next, in units of the reach
const HALF = (SIDE - 1) / 2;
const NAMES = ["m1", "m2", "s1", "s2"];
const FINEST = 1 / 512; // of a range: the last step of a search

/**
 * Opens what PosteriorFigure stores.
 * @param {DataView} view
 * @param {{c1: number, c2: number, reach: number}} square - Its middle and half of its side.
 */
export function openGrid(view, { c1, c2, reach }) {
  const { below, top } = openArrays(view);
  if (below?.length !== SIDE ** 2 || top?.length !== 1) throw new Error("Its grid is incomplete.");
  const width = CELL * reach;
  const place = (c) => Float64Array.from({ length: SIDE }, (_, k) => c + width * (k - HALF));
  const total = below.reduce((sum, value) => sum + Math.exp(value), 0);
  const evidence = top[0] + Math.log(total * width * width);
  return { below, top: top[0], width, x: place(c1), y: place(c2), evidence };
}

/** The posterior's density over its largest one, between the points by straight lines of its log. */
export function heightAt({ below, width, x, y }, across, up) {
  const [a, b] = [(across - x[0]) / width, (up - y[0]) / width];
  const [j, i] = [Math.floor(a), Math.floor(b)];
  const [right, above] = [a - j, b - i];
  const row = (k) => below[k * SIDE + j] * (1 - right) + below[k * SIDE + j + 1] * right;
  return Math.exp(row(i) * (1 - above) + row(i + 1) * above);
}

/**
 * ELBO and gap of a Gaussian q. The ELBO takes the entropy of q from its formula, the gap does not:
 * that they add up to the evidence is a result.
 * @returns {{evidence: number, elbo: number, gap: number}}
 */
export function bound({ below, top, width, x, y, evidence }, { m1, m2, s1, s2, r }) {
  const rest = 1 - r * r;
  const logPeak = -Math.log(2 * Math.PI * s1 * s2) - Math.log(rest) / 2;
  let [joint, gap] = [0, 0];
  for (let i = 0; i < SIDE; i++) {
    const b = (y[i] - m2) / s2;
    for (let j = 0; j < SIDE; j++) {
      const a = (x[j] - m1) / s1;
      const square = (a * a - 2 * r * a * b + b * b) / (2 * rest);
      if (square > 40) continue; // less than 1e-17 of the peak
      const weight = width * width * Math.exp(logPeak - square);
      const value = top + below[i * SIDE + j];
      joint += weight * value;
      gap += weight * (logPeak - square - value + evidence);
    }
  }
  return { evidence, elbo: joint + 1 - logPeak, gap };
}

/** The means and widths with the highest ELBO near q, for its correlation: by shrinking steps. */
export function bestQ(grid, q, ranges) {
  let [best, step] = [{ ...q, elbo: bound(grid, q).elbo }, 1 / 8];
  while (step > FINEST) {
    const before = best.elbo;
    for (const name of NAMES) {
      const { least, most } = ranges[name];
      for (const side of [-1, 1]) {
        const value = Math.min(most, Math.max(least, best[name] + side * step * (most - least)));
        const trial = { ...best, [name]: value };
        trial.elbo = bound(grid, trial).elbo;
        if (trial.elbo > best.elbo) best = trial;
      }
    }
    if (best.elbo === before) step /= 2;
  }
  return Object.fromEntries(NAMES.map((name) => [name, best[name]]));
}
