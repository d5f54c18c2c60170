/**
 * Two densities over one latent variable: the posterior, and q, whose peak is a handle.
 *
 * A density has area 1, so a peak pulled up is a narrow one: across sets m, up and down sets s.
 * Its role is a slider, for the reason that plane.js gives; two native sliders are its equivalent.
 */
import { FOCUSABLE, element, formatNumber, svgElement, uniqueId } from "./base.js";
import { density, sdOfPeak } from "./linear_gaussian.js";
import { onPlaneKeys, percent } from "./plane.js";

const KEY_STEP = 0.05;
const CURVE_POINTS = 240;
const HEADROOM = 1.08; // above the highest peak

/**
 * Makes the plot.
 * @param {object} options
 * @param {number} options.limit - The latent variable runs from -limit to limit.
 * @param {number[]} options.widths - The smallest and the largest s.
 * @param {{mean: number, sd: number}} options.posterior
 * @param {function(): {m: number, s: number}} options.current
 * @param {function({m: number, s: number})} options.onMove
 * @param {function()} options.onEnd
 * @param {function()} options.onHome
 * @returns {{block: HTMLElement, show: function()}}
 */
export function createCurves({ limit, widths, posterior, current, onMove, onEnd, onHome }) {
  const top = HEADROOM * density(0, 0, widths[0]);
  const captionId = uniqueId("vae-caption");
  const plot = element("div", {
    class: "vae-plot vae-pad vae-curves",
    role: "slider",
    tabindex: 0,
    "aria-label": "Mean and width of q",
    "aria-roledescription": "two-dimensional slider",
    "aria-describedby": captionId,
    "aria-valuemin": -limit,
    "aria-valuemax": limit,
    ...FOCUSABLE,
  });
  const curve = (mean, sd) => curvePath({ mean, sd, limit, top });
  const [area, line] = ["vae-q-area", "vae-q-line"].map((name) => path(name));
  const exact = path("vae-posterior-line", curve(posterior.mean, posterior.sd));
  const handle = svgElement("circle", { class: "vae-q-handle", r: 8 });
  plot.append(drawing(limit, [stretched([area, exact, line]), handle]));

  const follow = (event) => {
    const box = plot.getBoundingClientRect();
    const across = (event.clientX - box.left) / box.width;
    const height = top * (1 - (event.clientY - box.top) / box.height);
    onMove({ m: (2 * across - 1) * limit, s: height > 0 ? sdOfPeak(height) : widths[1] });
  };
  plot.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    plot.setPointerCapture(event.pointerId);
    follow(event);
  });
  plot.addEventListener("pointermove", (event) => {
    if (plot.hasPointerCapture(event.pointerId)) follow(event);
  });
  plot.addEventListener("lostpointercapture", onEnd);
  onPlaneKeys(plot, {
    step: (right, up) => {
      const { m, s } = current();
      onMove({ m: m + KEY_STEP * right, s: s - KEY_STEP * up });
    },
    home: onHome,
    end: onEnd,
  });

  const show = () => {
    const { m, s } = current();
    const shape = curve(m, s);
    line.setAttribute("d", shape);
    area.setAttribute("d", `${shape}V100H0Z`);
    handle.setAttribute("cx", percent(m, limit));
    handle.setAttribute("cy", `${100 * (1 - density(m, m, s) / top)}%`);
    plot.setAttribute("aria-valuenow", m);
    plot.setAttribute("aria-valuetext", `m ${formatNumber(m)}, s ${formatNumber(s)}`);
  };
  const block = element(
    "div",
    { class: "vae-plane" },
    legend(),
    element("div", { class: "vae-curves-frame" }, plot),
    element("div", { class: "vae-caption", id: captionId }, CAPTION),
  );
  return { block, show };
}

const CAPTION =
  "Drag the peak of q, or use the arrow keys: across sets m, up makes q narrow and down wide.";

/** The curve as a path over a square of side 100. */
function curvePath({ mean, sd, limit, top }) {
  const points = Array.from({ length: CURVE_POINTS + 1 }, (_, k) => {
    const share = k / CURVE_POINTS;
    const height = density((2 * share - 1) * limit, mean, sd) / top;
    return `${(100 * share).toFixed(2)} ${(100 * (1 - height)).toFixed(2)}`;
  });
  return `M${points.join("L")}`;
}

const path = (name, d = "") =>
  svgElement("path", { class: name, d, "vector-effect": "non-scaling-stroke" });

/** The square of side 100, stretched over the whole plot. */
function stretched(paths) {
  const square = { viewBox: "0 0 100 100", preserveAspectRatio: "none" };
  return svgElement("svg", { ...square, width: "100%", height: "100%" }, ...paths);
}

function drawing(limit, marks) {
  const axis = svgElement("g", { class: "vae-axis" });
  for (let tick = -Math.floor(limit); tick <= limit; tick++) {
    const x = percent(tick, limit);
    const place = { x, y: "100%", dy: 17, "text-anchor": "middle" };
    axis.append(
      svgElement("line", { x1: x, x2: x, y1: 0, y2: "100%", class: tick ? "" : "vae-zero" }),
      svgElement("text", place, String(tick).replace("-", "\u2212")),
    );
  }
  const name = { x: percent(limit - 0.5, limit), y: "100%", dy: 17, "text-anchor": "middle" };
  axis.append(svgElement("text", { ...name, class: "vae-axis-name", "font-style": "italic" }, "z"));
  const border = svgElement("rect", { class: "vae-border", width: "100%", height: "100%" });
  return svgElement("svg", { "aria-hidden": "true", focusable: "false" }, axis, ...marks, border);
}

/** Solid and dashed: the two can be told apart without their colours. */
function legend() {
  const sample = (name) =>
    svgElement(
      "svg",
      { class: "vae-legend-line", viewBox: "0 0 28 10", "aria-hidden": "true" },
      svgElement("path", { class: name, d: "M0 5H28" }),
    );
  const entry = (name, ...text) => element("span", {}, sample(name), ...text);
  return element(
    "div",
    { class: "vae-legend" },
    entry("vae-q-line", element("i", {}, "q"), " = N(", element("i", {}, "m"), ", ", square(), ")"),
    entry("vae-posterior-line", "true posterior"),
  );
}

function square() {
  return element("span", {}, element("i", {}, "s"), element("sup", {}, "2"));
}
