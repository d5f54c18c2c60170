/**
 * A square piece of a latent plane, one unit to the right, one upwards, in which a point is chosen.
 *
 * Its role is a slider that is read out with both coordinates, for the reason that drag.js gives.
 */
import { element, FOCUSABLE, formatNumber, svgElement, uniqueId } from "./base.js";
import { tickText } from "./plot.js";

/**
 * Makes a plane.
 * @param {object} options
 * @param {string} options.title - Shown above it; its accessible name.
 * @param {Node|string} options.caption - Shown below it.
 * @param {number} options.limit - Both axes run from -limit to limit.
 * @param {boolean} [options.flat] - One row only: no second axis.
 * @param {number[]} [options.axes] - The latent unit along each axis, counted from 0.
 * @param {Element[]} [options.backdrop] - HTML behind the axes.
 * @param {SVGElement[]} [options.marks] - SVG in front of them, placed with `percent`.
 * @returns {{block: HTMLElement, plot: HTMLElement, say: function(number[]): void}}
 */
export function createPlane(options) {
  const { title, caption, limit, flat = false, axes = [0, 1], backdrop = [], marks = [] } = options;
  const titleId = uniqueId("vae-plane");
  const captionId = uniqueId("vae-caption");
  const plot = element("div", {
    class: "vae-plot",
    role: "slider",
    tabindex: 0,
    "aria-roledescription": flat ? "slider" : "two-dimensional slider",
    "aria-labelledby": titleId,
    "aria-describedby": captionId,
    "aria-valuemin": -limit,
    "aria-valuemax": limit,
    ...FOCUSABLE,
  });
  plot.append(...backdrop, drawing(limit, flat, axes, marks));
  const block = element("div", { class: flat ? "vae-plane vae-flat" : "vae-plane" });
  block.append(
    element("div", { class: "vae-plane-title", id: titleId }, title),
    element("div", { class: "vae-frame" }, plot),
    element("div", { class: "vae-caption", id: captionId }, caption),
  );

  const say = (point) => {
    const names = point.map((value, k) => `z${axes[k] + 1} ${formatNumber(value)}`);
    plot.setAttribute("aria-valuenow", point[0]);
    plot.setAttribute("aria-valuetext", names.join(", "));
  };
  return { block, plot, say };
}

/** Where `value` lies along an axis, as a percentage from the left or, flipped, from the top. */
export function percent(value, limit, flipped = false) {
  const share = (value + limit) / (2 * limit);
  return `${(100 * (flipped ? 1 - share : share)).toFixed(3)}%`;
}

/** The latent coordinates of a pointer event over `plot`. */
export function pointAt(event, plot, limit) {
  const box = plot.getBoundingClientRect();
  const across = (event.clientX - box.left) / box.width;
  const down = (event.clientY - box.top) / box.height;
  return [(2 * across - 1) * limit, (1 - 2 * down) * limit];
}

/** Axes and marks. Sizes are percentages, so the drawing needs no script when it is resized. */
function drawing(limit, flat, axes, marks) {
  const svg = svgElement("svg", { "aria-hidden": "true", focusable: "false" });
  const axis = svgElement("g", { class: "vae-axis" });
  const ticks = tickValues(limit);
  for (const tick of ticks) {
    axis.append(...bottomTick(tick, limit));
    if (!flat) axis.append(...leftTick(tick, limit));
  }
  // An axis's name stands between its last two ticks.
  const end = (ticks[ticks.length - 1] + ticks[ticks.length - 2]) / 2;
  const below = { x: percent(end, limit), y: "100%", dy: 17, "text-anchor": "middle" };
  const left = { x: -8, y: percent(end, limit, true), dy: 4, "text-anchor": "end" };
  axis.append(axisName(axes[0] + 1, below));
  if (!flat) axis.append(axisName(axes[1] + 1, left));
  svg.append(axis, ...marks, svgElement("rect", { class: "vae-border", ...FULL }));
  return svg;
}

const FULL = { x: 0, y: 0, width: "100%", height: "100%" };

function tickValues(limit) {
  const distance = limit > 4 ? 2 : limit < 2 ? 0.5 : 1;
  const each = Math.floor(limit / distance);
  return Array.from({ length: 2 * each + 1 }, (_, k) => (k - each) * distance);
}

function bottomTick(tick, limit) {
  const x = percent(tick, limit);
  const place = { x, y: "100%", dy: 17, "text-anchor": "middle" };
  return [
    svgElement("line", { x1: x, x2: x, y1: 0, y2: "100%", class: tick ? "" : "vae-zero" }),
    svgElement("text", place, tickText(tick)),
  ];
}

function leftTick(tick, limit) {
  const y = percent(tick, limit, true);
  const place = { x: -8, y, dy: 4, "text-anchor": "end" };
  return [
    svgElement("line", { x1: 0, x2: "100%", y1: y, y2: y, class: tick ? "" : "vae-zero" }),
    svgElement("text", place, tickText(tick)),
  ];
}

function axisName(index, place) {
  const letter = svgElement("tspan", { "font-style": "italic" }, "z");
  const below = svgElement("tspan", { dy: 3, "font-size": "75%" }, String(index));
  return svgElement("text", { ...place, class: "vae-axis-name" }, letter, below);
}
