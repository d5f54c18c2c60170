/** A plot: axes, curves and marks. All places are percentages, so a resize needs no script. */
import { div, element, svgElement } from "./base.js";
import { clamp } from "./scale.js";

/**
 * Makes a plot.
 * @param {Plot} options
 * @returns {{frame: HTMLElement, plot: HTMLElement}}
 */
export function createPlot(
  { x, y, className = "", height, backdrop = [], paths = [], marks = [] },
) {
  const axes = svgElement("g", { class: "vae-axis" });
  for (const tick of x.ticks) axes.append(...acrossTick(tick, x));
  for (const tick of y.ticks || []) axes.append(...uprightTick(tick, y));
  const square = { viewBox: "0 0 100 100", preserveAspectRatio: "none" };
  const cut = { class: "vae-cut", width: "100%", height: "100%" };
  const svg = svgElement(
    "svg",
    { "aria-hidden": "true", focusable: "false" },
    axes,
    svgElement("svg", { ...square, ...cut }, ...paths),
    ...marks,
    svgElement("rect", { class: "vae-border", width: "100%", height: "100%" }),
  );
  const style = height !== undefined && `height: ${height}rem; aspect-ratio: auto`;
  const plot = element("div", { class: `vae-plot ${className}`, style }, ...backdrop, svg);
  const frame = element("div", { class: y.ticks ? "vae-chart vae-upright" : "vae-chart" });
  if (y.name) frame.append(div("vae-name-y", ...[y.name].flat()));
  if (x.name) plot.append(acrossName(x));
  frame.append(plot);
  return { frame, plot };
}

/** A path that keeps the width of its line where it is stretched. */
export function curve(name) {
  return svgElement("path", { class: name, "vector-effect": "non-scaling-stroke" });
}

/** A dot with a paper rim, in the colour of `hue`, else in that of q. */
export function dot(r, hue = "") {
  return svgElement("circle", { class: `vae-dot ${hue}`, r });
}

/** The data of a path through points `[x, y]`. */
export function through(points, x, y) {
  return `M${points.map(([a, b]) => `${place(x, a)} ${100 - place(y, b)}`).join("L")}`;
}

/** The data of a function's path, in `count` steps along the axis. */
export function graph(f, x, y, count = 240) {
  const values = Array.from({ length: count + 1 }, (_, k) => x.value(k / count));
  return through(values.map((value) => [value, f(value)]), x, y);
}

/** Draws a line, and what lies below it. */
export function drawFilled([area, line], d) {
  set(line, { d });
  set(area, { d: `${d}V100H0Z` });
}

/** Percentages from the left and from the top. */
export function at(x, y) {
  return { x: percentage(x), y: percentage(1 - y) };
}

/** Where the centre of a circle lies for values of two axes. */
export function centre(x, y, across, upright) {
  const place = at(x.share(across), y.share(upright));
  return { cx: place.x, cy: place.y };
}

/** A line from the top of a plot to its bottom. */
export function uprightLine(name) {
  return svgElement("line", { class: name ?? false, y1: 0, y2: "100%" });
}

/** Moves such a line, to a share from the left. */
export function moveUpright(line, share) {
  set(line, { x1: percentage(share), x2: percentage(share) });
}

/** Sets attributes of an SVG element. */
export function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}

/** Names for the lines of a plot: their dashes tell them apart without their colours. */
export function legend(entries) {
  const sample = (name) =>
    svgElement(
      "svg",
      { class: "vae-legend-line", viewBox: "0 0 28 10", "aria-hidden": "true" },
      svgElement("path", { class: name, d: "M0 5H28" }),
    );
  const spans = entries.map(([name, ...text]) => element("span", {}, sample(name), ...text));
  return div("vae-legend", ...spans);
}

/** A number on an axis, with a true minus sign. */
export const tickText = (tick) => String(tick).replace("-", "\u2212");

const percentage = (share) => `${(100 * share).toFixed(3)}%`;

/** In the square of side 100; what is far beyond the edge, or infinite, lies just beyond it. */
const place = (scale, value) => Number((100 * clamp(scale.share(value), -1, 2)).toFixed(2));

function acrossTick(tick, { scale, texts = null }) {
  const x = percentage(scale.share(tick));
  const line = svgElement("line", { x1: x, x2: x, y1: 0, y2: "100%", ...zero(tick) });
  const text = { x, y: "100%", dy: 17, "text-anchor": "middle" };
  return written(tick, texts) ? [line, svgElement("text", text, tickText(tick))] : [line];
}

function uprightTick(tick, { scale, texts = null }) {
  const y = percentage(1 - scale.share(tick));
  const line = svgElement("line", { x1: 0, x2: "100%", y1: y, y2: y, ...zero(tick) });
  const text = { x: -8, y, dy: 4, "text-anchor": "end" };
  return written(tick, texts) ? [line, svgElement("text", text, tickText(tick))] : [line];
}

/** The name of the axis stands below it, between the last two numbers. */
function acrossName(/** @type {Axis} */ { scale, ticks, texts = ticks, name }) {
  const place = (scale.share(texts.at(-1)) + scale.share(texts.at(-2))) / 2;
  const style = `left: ${percentage(place)}`;
  return element("div", { class: "vae-name-x", style, "aria-hidden": "true" }, ...[name].flat());
}

const zero = (tick) => ({ class: tick === 0 ? "vae-zero" : "" });
const written = (tick, texts) => texts === null || texts.includes(tick);
