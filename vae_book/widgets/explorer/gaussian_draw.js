/** A draw from a Gaussian decoder beside its mean: x = mu + sigma epsilon, with epsilon frozen. */
import { button, element, formatNumber, labelledSlider, paintImages } from "../page/base.js";
import { normals } from "../maths/random.js";

const SLIDER_STEP = 0.01;
const SEEDS = 10000;

/**
 * Makes the draw.
 * @param {object} options
 * @param {object} options.model
 * @param {object} options.state - Of latent_state.js.
 * @param {number[]} options.shape
 * @returns {object} `canvas`; `controls`, elements; `show(mean)`, `paint(colours)`, `pixels()`
 *   and `text()`, a sentence.
 */
export function createGaussianDraw({ model, state, shape }) {
  const canvas = element("canvas", { class: "vae-picture vae-digit vae-draw", role: "img" });
  const sigma = model.get("sigma");
  const slider = labelledSlider({
    label: [element("i", {}, "\u03c3")],
    least: 0,
    most: 1,
    step: SLIDER_STEP,
    onInput: (value) => state.set("noise", value),
    onChange: state.onEnd,
  });
  const act = (name, value) => () => {
    state.set(name, value());
    state.onEnd();
  };
  const buttons = [
    button("Draw \u03b5 again", act("seed", () => (model.get("seed") + 1) % SEEDS)),
    button(`The model\u2019s \u03c3 (${formatNumber(sigma)})`, act("noise", () => sigma)),
  ];
  const row = element("div", { class: "vae-sliders" }, slider.row);
  const controls = [row, element("div", { class: "vae-buttons" }, ...buttons)];

  let [seed, epsilon] = [null, null];
  const pixels = new Float32Array(shape[0] * shape[1]);
  const show = (mean) => {
    if (seed !== model.get("seed")) {
      seed = model.get("seed");
      epsilon = normals(seed, pixels.length);
    }
    const noise = model.get("noise");
    for (let d = 0; d < pixels.length; d++) pixels[d] = mean[d] + noise * epsilon[d];
    slider.show(noise);
  };
  const paint = (colours) => paintImages(canvas, pixels, { shape, columns: 1, colours });
  const text = () => {
    const noise = model.get("noise");
    const whose = noise === sigma
      ? "the model\u2019s own"
      : `the model\u2019s is ${formatNumber(sigma)}`;
    const outside = pixels.filter((value) => value < 0 || value > 1).length / pixels.length;
    return (
      `Noise of the draw: \u03c3 = ${formatNumber(noise)}, ${whose}. ` +
      `${Math.round(100 * outside)}% of its pixels lie outside 0 to 1 and are shown clipped.`
    );
  };
  return { canvas, controls, show, paint, pixels: () => pixels.slice(), text };
}
