/**
 * Two estimators of the gradient of E_q[f(z)] by m, for q = N(m, s^2) and four f, as in
 * vae_lib/gradients.py.
 */
import { density } from "./densities.js";

/** Each f with its derivative; the last one has no derivative at its jump, and 0 elsewhere. */
export const FUNCTIONS = [
  { name: "z", f: (z) => z, slope: () => 1 },
  { name: "z\u00b2", f: (z) => z * z, slope: (z) => 2 * z },
  { name: "cos 3z", f: (z) => Math.cos(3 * z), slope: (z) => -3 * Math.sin(3 * z) },
  { name: "step", f: (z) => Number(z > 0), slope: () => 0 },
];
const NODES = 4000; // of the quadrature over epsilon
const END = 8;

/** The gradient of every draw; `which` is a place in FUNCTIONS. */
export function gradients(epsilon, m, s, which) {
  const { f, slope } = FUNCTIONS[which];
  const z = epsilon.map((each) => m + s * each);
  return {
    z,
    reparametrised: z.map((each) => slope(each)), // f'(z) dz/dm
    score: z.map((each, k) => (f(each) * epsilon[k]) / s), // f(z) d log q(z) / dm
  };
}

/**
 * What the gradient is, and the standard deviation of one draw of each estimator, by quadrature.
 * The mean of the score function is the gradient for every f, also for one with a jump.
 */
export function exact(m, s, which) {
  const width = (2 * END) / NODES;
  const epsilon = Array.from({ length: NODES }, (_, k) => (k + 0.5) * width - END);
  const draws = gradients(epsilon, m, s, which);
  const weight = epsilon.map((each) => density(each, 0, 1) * width);
  const mean = (values) => values.reduce((sum, value, k) => sum + weight[k] * value, 0);
  const spread = (values) => {
    const average = mean(values);
    return Math.sqrt(mean(values.map((value) => (value - average) ** 2)));
  };
  return {
    gradient: mean(draws.score),
    reparametrised: spread(draws.reparametrised),
    score: spread(draws.score),
  };
}

/**
 * Mean and standard error of the first 1, 2, ... values; a single value has no standard error.
 * @returns {{mean: Float64Array, error: Float64Array}}
 */
export function running(values) {
  const mean = new Float64Array(values.length);
  const error = new Float64Array(values.length);
  let squares = 0; // of the differences from the mean (Welford)
  let average = 0;
  values.forEach((value, k) => {
    const difference = value - average;
    average += difference / (k + 1);
    squares += difference * (value - average);
    mean[k] = average;
    error[k] = k ? Math.sqrt(squares / k / (k + 1)) : NaN;
  });
  return { mean, error };
}
