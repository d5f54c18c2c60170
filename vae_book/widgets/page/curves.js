/**
 * Densities over one latent variable, and q among them, whose peak is a handle.
 *
 * A density has area 1, so a peak pulled up is a narrow one: across sets m, up and down sets s.
 */
import { element, italic, raised } from "./base.js";
import { createDragPlot } from "./drag_plot.js";
import { density, sdOfPeak } from "../maths/densities.js";
import { curve, drawFilled, graph, set } from "./plot.js";
import { linear, rounded, symmetricTicks } from "./scale.js";

const KEY_STEP = 0.05;
const HEADROOM = 1.08; // above the highest peak

/**
 * Makes the plot.
 * @param {object} options
 * @param {object} options.state - Of formula.js, with the numbers m and s.
 * @param {number} options.limit - The latent variable runs from -limit to limit.
 * @param {{mean: number, sd: number, name: string}} [options.other] - The dashed density.
 * @param {SVGPathElement[]} [options.behind] - Further paths, made for the returned `axes`.
 * @returns {{block: HTMLElement, axes: object, show: function({m: number, s: number}): void,
 *   showOther: function(function(number): number): void}} `showOther` draws another dashed density.
 */
export function createCurves({ state, limit, other = null, behind = [] }) {
  const { least, most } = state.ranges.s;
  const top = HEADROOM * density(0, 0, least);
  const [x, y] = [linear(-limit, limit), linear(0, top)];
  const shape = (mean, sd) => graph((z) => density(z, mean, sd), x, y);
  const [area, line, dashed] = ["vae-q-area", "vae-trace", "vae-posterior-line"].map(curve);
  if (other) set(dashed, { d: shape(other.mean, other.sd) });
  const square = element("span", {}, italic("s"), raised("2"));
  const { block, moveHandle } = createDragPlot({
    state,
    label: "Mean and width of q",
    x: { scale: x, ticks: symmetricTicks(limit), name: italic("z"), moves: "m", step: KEY_STEP },
    y: { scale: y, moves: "s", step: -KEY_STEP },
    height: 15,
    paths: [...behind, area, dashed, line],
    names: [
      ["vae-trace", italic("q"), " = N(", italic("m"), ", ", square, ")"],
      ...(other ? [["vae-posterior-line", other.name]] : []),
      ...behind.map((path) => [path.getAttribute("class"), path.dataset.name]),
    ],
    caption:
      "Drag the peak of q, or use the arrow keys: across sets m, up makes q narrow and down wide.",
    ends: [-limit, limit],
    onPoint: (across, up) => {
      const height = y.value(up);
      const s = height > 0 ? sdOfPeak(height) : most;
      state.moveTo({ m: rounded(x.value(across)), s: rounded(s) });
    },
  });
  const show = ({ m, s }) => {
    drawFilled([area, line], shape(m, s));
    moveHandle(m, density(m, m, s));
  };
  return { block, axes: { x, y }, show, showOther: (f) => set(dashed, { d: graph(f, x, y) }) };
}
