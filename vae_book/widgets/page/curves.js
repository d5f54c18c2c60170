/**
 * Densities over one latent variable, and q among them, whose peak is a handle.
 *
 * A density has area 1, so a peak pulled up is a narrow one: across sets m, up and down sets s.
 */
import { element, formatNumber, svgElement, uniqueId } from "./base.js";
import { makeControl } from "./drag.js";
import { density, sdOfPeak } from "../maths/densities.js";
import { at, createPlot, curve, legend, sampled, set, through } from "./plot.js";
import { linear, rounded } from "./scale.js";

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
  const shape = (mean, sd) => through(sampled((z) => density(z, mean, sd), x), x, y);
  const [area, line, dashed] = ["vae-q-area", "vae-q-line", "vae-posterior-line"].map(curve);
  if (other) dashed.setAttribute("d", shape(other.mean, other.sd));
  const handle = svgElement("circle", { class: "vae-q-handle", r: 8 });
  const distance = limit > 4 ? 2 : 1;
  const each = Math.floor(limit / distance);
  const ticks = Array.from({ length: 2 * each + 1 }, (_, k) => (k - each) * distance);
  const { frame, plot } = createPlot({
    x: { scale: x, ticks, name: element("i", {}, "z") },
    y: { scale: y },
    className: "vae-curves",
    paths: [...behind, area, dashed, line],
    marks: [handle],
  });
  const captionId = uniqueId("vae-caption");
  const say = makeControl(plot, {
    label: "Mean and width of q",
    captionId,
    ends: [-limit, limit],
    onPoint: (across, up) => {
      const height = y.value(up);
      const s = height > 0 ? sdOfPeak(height) : most;
      state.moveTo({ m: rounded(x.value(across)), s: rounded(s) });
    },
    onStep: (right, up) => {
      const { m, s } = state.current();
      state.moveTo({ m: rounded(m + KEY_STEP * right), s: rounded(s - KEY_STEP * up) });
    },
    onEnd: state.onEnd,
  });

  const show = ({ m, s }) => {
    const d = shape(m, s);
    line.setAttribute("d", d);
    area.setAttribute("d", `${d}V100H0Z`);
    const peak = at(x.share(m), y.share(density(m, m, s)));
    set(handle, { cx: peak.x, cy: peak.y });
    say(m, `m ${formatNumber(m)}, s ${formatNumber(s)}`);
  };
  const names = legend([
    ["vae-q-line", element("i", {}, "q"), " = N(", element("i", {}, "m"), ", ", square(), ")"],
    ...(other ? [["vae-posterior-line", other.name]] : []),
    ...behind.map((path) => [path.getAttribute("class"), path.dataset.name]),
  ]);
  const caption = element("div", { class: "vae-caption", id: captionId }, CAPTION);
  return {
    block: element("div", { class: "vae-plane" }, names, frame, caption),
    axes: { x, y },
    show,
    showOther: (f) => dashed.setAttribute("d", through(sampled(f, x), x, y)),
  };
}

const CAPTION =
  "Drag the peak of q, or use the arrow keys: across sets m, up makes q narrow and down wide.";

function square() {
  return element("span", {}, element("i", {}, "s"), element("sup", {}, "2"));
}
