/** A quantity of the trained models over the weight of the KL, with a line at the current one. */
import { element, svgElement } from "../page/base.js";
import { at, createPlot, curve, set, through } from "../page/plot.js";
import { linear, logarithmic } from "../page/scale.js";

const DECADES = [0.001, 0.01, 0.1, 1, 10, 100, 1000];
const NUMBERED = [0.001, 0.1, 10, 1000];

/**
 * Makes the plot.
 * @param {object} options
 * @param {string} options.title - Of the upright axis.
 * @param {number[]} options.weights - Rising.
 * @param {number[][]} options.lines - The values of each line at the weights.
 * @param {number} options.most - Where the upright axis ends.
 * @param {number} options.distance - From one of its numbers to the next.
 * @param {number} options.level - A weight with a dotted line: where nothing is left.
 * @param {(Node|string)[]} options.caption
 * @returns {{block: HTMLElement, show: function(number): void}} `show` gets the index of a weight.
 */
export function createWeightCurves(options) {
  const { title, weights, lines, most, distance, level, caption } = options;
  const x = logarithmic(weights[0], weights.at(-1));
  const y = linear(0, most);
  const paths = lines.map((values) => {
    const path = curve("vae-weight-line");
    path.setAttribute("d", through(values.map((value, k) => [weights[k], value]), x, y));
    return path;
  });
  const across = at(x.share(level), 0).x;
  const upright = { x1: across, x2: across, y1: 0, y2: "100%" };
  const limit = svgElement("line", { class: "vae-best", ...upright });
  const marker = svgElement("line", { class: "vae-level", y1: 0, y2: "100%" });
  const dots = lines.map(() => svgElement("circle", { class: "vae-weight-dot", r: 5 }));
  const ticks = Array.from({ length: Math.floor(most / distance) + 1 }, (_, k) => k * distance);
  const { frame } = createPlot({
    x: { scale: x, ticks: DECADES, texts: NUMBERED, name: "\u03bb" },
    y: { scale: y, ticks, name: title },
    className: "vae-term-plot vae-still",
    paths,
    marks: [limit, marker, ...dots],
  });
  const show = (index) => {
    const place = x.share(weights[index]);
    set(marker, { x1: at(place, 0).x, x2: at(place, 0).x });
    lines.forEach((values, k) => {
      const { x: cx, y: cy } = at(place, y.share(values[index]));
      set(dots[k], { cx, cy });
    });
  };
  const text = element("div", { class: "vae-caption" }, ...caption);
  return { block: element("div", { class: "vae-plane" }, frame, text), show };
}
