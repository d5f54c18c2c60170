/** A draw from a Gaussian decoder beside its mean: x = mu + sigma epsilon, with epsilon frozen. */
import { button, createPicture, div, formatNumber } from "../page/base.js";
import { drawAgain } from "../page/formula.js";
import { normals } from "../maths/random.js";

/**
 * Makes the draw.
 * @param {object} options
 * @param {object} options.state - Of formula.js, with the numbers `noise` and `seed`.
 * @param {number} options.sigma - The model's own.
 * @param {number} options.size - Pixels of an image.
 * @returns {object} `canvas`; `controls(row)`, elements with the row of the slider;
 *   `show(mean, numbers)`, `pixels`, and `text()`, a sentence.
 */
export function createGaussianDraw({ state, sigma, size }) {
  const canvas = createPicture("vae-digit vae-draw");
  const own = `The model\u2019s \u03c3 (${formatNumber(sigma)})`;
  const goBack = button(own, () => state.jumpTo({ noise: sigma }));
  const buttons = div("vae-buttons", drawAgain("Draw \u03b5 again", state), goBack);
  const controls = (row) => [div("vae-sliders", row), buttons];

  let drawn = {};
  const pixels = new Float32Array(size);
  const show = (mean, { noise, seed }) => {
    if (drawn.seed !== seed) drawn = { seed, epsilon: normals(seed, size) };
    for (let d = 0; d < size; d++) pixels[d] = mean[d] + noise * drawn.epsilon[d];
  };
  const text = () => {
    const { noise } = state.current();
    const whose = noise === sigma
      ? "the model\u2019s own"
      : `the model\u2019s is ${formatNumber(sigma)}`;
    const outside = pixels.filter((value) => value < 0 || value > 1).length / size;
    return (
      `Noise of the draw: \u03c3 = ${formatNumber(noise)}, ${whose}. ` +
      `${Math.round(100 * outside)}% of its pixels lie outside 0 to 1 and are shown clipped.`
    );
  };
  return { canvas, controls, show, pixels, text };
}
