/** A quantity of the trained models over the weight of the KL, with a line at the current one. */
import { div } from "../page/base.js";
import {
  centre,
  createPlot,
  curve,
  dot,
  moveUpright,
  set,
  through,
  uprightLine,
} from "../page/plot.js";
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
    const path = curve("vae-trace vae-faint vae-thin");
    set(path, { d: through(values.map((value, k) => [weights[k], value]), x, y) });
    return path;
  });
  const [limit, marker] = ["vae-best", "vae-level"].map(uprightLine);
  moveUpright(limit, x.share(level));
  const dots = lines.map(() => dot(5));
  const ticks = Array.from({ length: Math.floor(most / distance) + 1 }, (_, k) => k * distance);
  const { frame } = createPlot({
    x: { scale: x, ticks: DECADES, texts: NUMBERED, name: "\u03bb" },
    y: { scale: y, ticks, name: title },
    height: 11,
    paths,
    marks: [limit, marker, ...dots],
  });
  const show = (index) => {
    moveUpright(marker, x.share(weights[index]));
    lines.forEach((values, k) => set(dots[k], centre(x, y, weights[index], values[index])));
  };
  const text = div("vae-caption", ...caption);
  return { block: div("vae-plane", frame, text), show };
}
