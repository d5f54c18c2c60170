/** The first draws of noise on a line above, what they become on a line below. */
import { div, element, italic } from "../page/base.js";
import { centre, createPlot, curve, dot, set, through } from "../page/plot.js";
import { linear } from "../page/scale.js";

const SHOWN = 20; // draws

/**
 * Makes the plot.
 * @param {number} limit - Both axes run from -limit to limit.
 * @returns {{block: HTMLElement, show: function(Float64Array, Float64Array, number): void}}
 */
export function createNoise(limit) {
  const [x, y] = [linear(-limit, limit), linear(-0.12, 1.12)];
  const lines = curve("vae-trace vae-hue-muted vae-faint");
  const dots = (name) => Array.from({ length: SHOWN }, () => dot(4, `vae-small ${name}`));
  const [above, below] = ["vae-noise-dot vae-hue-muted", ""].map(dots);
  const { frame } = createPlot({
    x: { scale: x, ticks: [-4, -2, 0, 2, 4], texts: [] },
    y: { scale: y },
    className: "vae-noise",
    height: 6,
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
  const title = div("vae-name", ...words, ` (the first ${SHOWN} draws)`);

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
