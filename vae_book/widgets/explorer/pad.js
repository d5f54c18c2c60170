/** The pad: a latent plane with the prior, what is known of the test images, and a handle. */
import { density, moments } from "../maths/latents.js";
import { div, element, formatNumber, inkColours, paintImages, svgElement } from "../page/base.js";
import { createCloud, createCross, priorCircle } from "../page/latents.js";
import { centre, set } from "../page/plot.js";
import { linear } from "../page/scale.js";
import { createPlane } from "./plane.js";

const KEY_STEP = 0.1;
const CELLS = 72; // a side, of the aggregate posterior's density

/**
 * Makes the pad.
 * @param {object} options
 * @param {object} options.state - Of formula.js.
 * @param {number} options.limit
 * @param {number[][]} options.points - Drawn as marks, each at its two coordinates.
 * @param {number[][]} options.spreads - The deviations of q(z|x) there; empty for none.
 * @param {number[]} options.classes - The digit of each point; empty draws dots.
 * @param {number[]} options.axes - The latent units along the two axes.
 * @param {number} options.latentSize
 * @param {function(): number[][]|null} options.ends - Of the walk, on this plane.
 * @returns {{block: HTMLElement, show: function(number[]): void, repaint: function(): void}}
 */
export function createPad(options) {
  const { state, limit, points, spreads, classes, axes, ends } = options;
  const scale = linear(-limit, limit);
  const cloud = createCloud(points, classes, scale);
  const cross = createCross(scale, svgElement("circle", { r: 8 }));
  const path = svgElement("line", { class: "vae-path" });
  const haze = spreads.length ? createHaze(points, spreads, limit) : null;
  const circles = [1, 2].map((radius) => priorCircle(radius, limit));
  const plane = createPlane({
    state,
    title: "Latent plane",
    caption: describe({ ...options, beyond: cloud.beyond }),
    limit,
    axes,
    backdrop: haze ? [haze.block] : [],
    marks: [cloud.node, ...circles, ...(ends() ? [path] : []), cross.node],
    step: KEY_STEP,
  });
  const show = (z) => {
    cross.show(axes.map((unit) => z[unit]));
    const [a, b] = (ends() ?? []).map(([x, y]) => centre(scale, scale, x, y));
    if (a) set(path, { x1: a.cx, y1: a.cy, x2: b.cx, y2: b.cy });
    plane.show(z);
  };
  return { block: plane.block, show, repaint: () => haze && haze.paint() };
}

/** The aggregate posterior's density. Where it is the prior's largest one, the shade is half. */
function createHaze(points, spreads, limit) {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const values = density(points, spreads, limit, CELLS);
  const half = 1 / (2 * Math.PI);
  const shares = values.map((value) => value / (value + half));
  const options = { shape: [CELLS, CELLS], columns: 1 };
  const paint = () => paintImages(canvas, shares, { ...options, colours: inkColours(canvas) });
  return { block: div("vae-haze", canvas), paint };
}

function describe({ beyond, points, spreads, classes, axes, latentSize, ends }) {
  const sentences = [
    "Drag, or use the arrow keys.",
    "Circles: 1 and 2 standard deviations of the prior.",
  ];
  if (points.length) {
    const others = beyond ? ` (${beyond} lie beyond the edge)` : "";
    const what = classes.length ? "Digits" : "Dots";
    sentences.push(`${what}: ${points.length} test images, each at its posterior mean${others}.`);
  }
  if (spreads.length) {
    const numbers = moments(points, spreads).map(
      ({ mean, deviation }, k) =>
        `${formatNumber(mean)} and ${formatNumber(deviation)} along z${axes[k] + 1}`,
    );
    sentences.push(
      "Shaded: the aggregate posterior, the average of q over these images. Its mean and " +
        `standard deviation are ${numbers.join(", ")}; the prior\u2019s are 0 and 1.`,
    );
  }
  if (ends()) sentences.push("Line: the walk.");
  if (latentSize > 2) sentences.push("The other latent variables stay at their sliders.");
  return sentences.join(" ");
}
