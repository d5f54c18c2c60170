/** A square piece of a latent plane, one unit to the right, one upwards, in which a point is chosen. */
import { indexedName, svgElement } from "../page/base.js";
import { createDragPlot } from "../page/drag_plot.js";
import { at } from "../page/plot.js";
import { linear, symmetricTicks } from "../page/scale.js";

/**
 * Makes a plane, of which both axes run from -limit to limit.
 * @param {Omit<DragPlot, "label" | "x" | "y"> & {limit: number, axes: number[]}} options - `axes` are
 *   the latent units, counted from 0; one for a single row. The title is the accessible name, too.
 * @returns {{block: HTMLElement, plot: HTMLElement, show: function(number[]): void}} `show` gets the
 *   whole latent vector, and reads out the two numbers.
 */
export function createPlane({ limit, axes, marks, ...options }) {
  const scale = linear(-limit, limit);
  const ticks = symmetricTicks(limit);
  const [x, y = { scale }] = axes.map((unit) => ({ scale, ticks, moves: `z${unit + 1}` }));
  const flat = axes.length === 1;
  const { block, plot, moveHandle } = createDragPlot({
    label: options.title,
    x: { ...x, name: indexedName("z", axes[0] + 1) },
    y,
    className: flat ? "vae-flat" : "",
    marks: flat ? marks : [...marks, nameBeside(axes[1], scale, ticks)],
    handle: false,
    ...options,
  });
  return { block, plot, show: (z) => moveHandle(z[axes[0]], 0) };
}

/** The name of the upright axis, between its last two numbers. */
function nameBeside(unit, scale, ticks) {
  const { y } = at(0, scale.share((ticks.at(-1) + ticks.at(-2)) / 2));
  const letter = svgElement("tspan", { "font-style": "italic" }, "z");
  const below = svgElement("tspan", { dy: 3, "font-size": "75%" }, String(unit + 1));
  const place = { x: -8, y, dy: 4, "text-anchor": "end", class: "vae-axis-name" };
  return svgElement("g", { class: "vae-axis" }, svgElement("text", place, letter, below));
}
