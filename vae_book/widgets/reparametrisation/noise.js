/** The first draws of noise on a line above, what they become on a line below. */
import { element, italic, svgElement } from "../page/base.js";
import { centre, createPlot, curve, set, through } from "../page/plot.js";
import { linear } from "../page/scale.js";

const SHOWN = 20; // draws

/**
 * Makes the plot.
 * @param {number} limit - Both axes run from -limit to limit.
 * @returns {{block: HTMLElement, show: function(Float64Array, Float64Array, number): void}}
 */
export function createNoise(limit) {
  const [x, y] = [linear(-limit, limit), linear(-0.12, 1.12)];
  const lines = curve("vae-noise-lines");
  const dots = (name) =>
    Array.from({ length: SHOWN }, () => svgElement("circle", { class: name, r: 4 }));
  const [above, below] = ["vae-noise-dot", "vae-sample-dot"].map(dots);
  const { frame } = createPlot({
    x: { scale: x, ticks: [-4, -2, 0, 2, 4], texts: [] },
    y: { scale: y },
    className: "vae-noise",
    paths: [lines],
    marks: [...above, ...below],
  });
  const words = [
    "Above \u03b5, below ",
    italic("z"),
    " = ",
    italic("m"),
    " + ",
    italic("s"),
    " \u03b5",
  ];
  const title = element("div", { class: "vae-name" }, ...words, ` (the first ${SHOWN} draws)`);

  const place = (dot, value, height, visible) => {
    set(dot, centre(x, y, value, height));
    dot.toggleAttribute("hidden", !visible || Math.abs(value) > limit);
  };
  const show = (epsilon, z, count) => {
    const pieces = [];
    for (let k = 0; k < SHOWN; k++) {
      place(above[k], epsilon[k], 1, k < count);
      place(below[k], z[k], 0, k < count);
      if (k < count) pieces.push(through([[epsilon[k], 1], [z[k], 0]], x, y));
    }
    set(lines, { d: pieces.join("") });
  };
  return { block: element("div", {}, title, frame), show };
}
