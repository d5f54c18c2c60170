/** The grid: one decoded image a cell over the same plane, with the current cell outlined. */
import { element, oncePerFrame, svgElement } from "../page/base.js";
import { clamp, rounded } from "../page/scale.js";
import { createPlane } from "./plane.js";

const FIRST_SLICE_MS = 50; // a slow decoder gives the page a chance to answer after this long
const SLICE_MS = 3; // and leaves most of each frame to it once the reader moves

/**
 * Makes the grid.
 * @param {object} options
 * @param {object} options.state - Of formula.js.
 * @param {number} options.cells - Cells a side; with one latent variable, cells in one row.
 * @param {number} options.limit
 * @param {number[]} options.shape - Height and width of an image.
 * @param {function(Float32Array): Float32Array} options.decode
 * @param {number[]} options.axes - The latent units along the plane's axes.
 * @param {function(HTMLCanvasElement, Float32Array, number): void} options.paint
 * @param {function(number): void} options.onDone - Gets the milliseconds that decoding took.
 * @returns {{block: HTMLElement, show: function(number[]): void, repaint: function(): void,
 *   images: function(): Float32Array}}
 */
export function createGrid({ state, cells, limit, shape, decode, axes, paint, onDone }) {
  const flat = axes.length === 1;
  const rows = flat ? 1 : cells;
  const size = (2 * limit) / cells;
  const centre = (index) => -limit + (index + 0.5) * size;
  const indexOf = (value) => clamp(Math.floor((value + limit) / size), 0, cells - 1);
  const names = axes.map((unit) => `z${unit + 1}`);
  const goTo = (indices) => {
    const places = indices.map((index) => rounded(centre(clamp(index, 0, cells - 1))));
    state.moveTo(Object.fromEntries(names.map((name, k) => [name, places[k]])));
  };

  const canvas = element("canvas", { "aria-hidden": "true" });
  const outline = svgElement("rect", {
    class: "vae-cell",
    width: `${100 / cells}%`,
    height: `${100 / rows}%`,
  });
  const plane = createPlane({
    state,
    title: flat ? "Decoded along the axis" : "Decoded over the plane",
    caption: "Click a cell to go there, or use the arrow keys.",
    limit,
    axes,
    backdrop: [canvas],
    marks: [outline],
    onPoint: (...shares) => goTo(shares.map((share) => Math.floor(cells * share))),
    onStep: (...steps) => {
      const now = state.current();
      goTo(names.map((name, k) => indexOf(now[name]) + steps[k]));
    },
  });
  plane.plot.style.aspectRatio = `${cells * shape[1]} / ${rows * shape[0]}`;

  const images = new Float32Array(rows * cells * shape[0] * shape[1]);
  const repaint = () => paint(canvas, images, cells);

  /** Decodes row by row from the top, where the upright unit is largest, in slices of time. */
  const decodeRow = (row, others) => {
    const z = new Float32Array(cells * others.length);
    for (let column = 0; column < cells; column++) {
      z.set(others, column * others.length);
      z[column * others.length + axes[0]] = centre(column);
      if (!flat) z[column * others.length + axes[1]] = centre(rows - 1 - row);
    }
    images.set(decode(z), row * cells * shape[0] * shape[1]);
  };
  let wanted = null; // the values of the other latent variables that the grid is to show
  let begun = null; // and those of the pass that is under way or done
  let row = rows;
  let spent = 0;
  let slice = FIRST_SLICE_MS;
  const work = oncePerFrame(() => {
    const start = performance.now();
    if (row === rows) [row, spent, begun] = [0, 0, wanted];
    while (row < rows && performance.now() - start < slice) decodeRow(row++, begun);
    repaint();
    spent += performance.now() - start;
    if (row === rows) {
      slice = SLICE_MS;
      onDone(spent);
    }
    if (row < rows || String(begun) !== String(wanted)) work();
  });

  const show = (z) => {
    const others = z.map((value, unit) => (axes.includes(unit) ? 0 : value));
    if (wanted === null || String(others) !== String(wanted)) {
      wanted = others;
      work();
    }
    const [x, y = 0] = axes.map((unit) => indexOf(z[unit]));
    outline.setAttribute("x", `${(100 * x) / cells}%`);
    outline.setAttribute("y", `${(100 * (rows - 1 - y)) / rows}%`);
    plane.show(z);
  };
  return { block: plane.block, show, repaint, images: () => images.slice() };
}
