/** The grid: one decoded image a cell over the same plane, with the current cell outlined. */
import { element, oncePerFrame, paintImages, svgElement } from "../page/base.js";
import { onPlaneKeys } from "../page/drag.js";
import { createPlane, pointAt } from "../page/plane.js";
import { clamp } from "../page/scale.js";

const FIRST_SLICE_MS = 50; // a slow decoder gives the page a chance to answer after this long
const SLICE_MS = 3; // and leaves most of each frame to it once the reader moves

/**
 * Makes the grid.
 * @param {object} options
 * @param {number} options.cells - Cells a side; with one latent variable, cells in one row.
 * @param {number} options.limit
 * @param {number[]} options.shape - Height and width of an image.
 * @param {function(Float32Array): Float32Array} options.decode
 * @param {function(): number[]} options.current - The whole latent vector.
 * @param {number[]} options.axes - The latent units along the plane's axes.
 * @param {function(): Uint32Array} options.colours
 * @param {function(number[]): void} options.onMove
 * @param {function(): void} options.onEnd
 * @param {function(number): void} options.onDone - Gets the milliseconds that decoding took.
 * @returns {{block: HTMLElement, show: function(number[]): void, repaint: function(): void,
 *   images: function(): Float32Array}}
 */
export function createGrid(options) {
  const { cells, limit, shape, decode, current, axes, colours, onMove, onEnd, onDone } = options;
  const flat = axes.length === 1;
  const onPlane = (z) => axes.map((unit) => z[unit]);
  const rows = flat ? 1 : cells;
  const size = (2 * limit) / cells;
  const centre = (index) => -limit + (index + 0.5) * size;
  const indexOf = (value) => clamp(Math.floor((value + limit) / size), 0, cells - 1);

  const canvas = element("canvas", { "aria-hidden": "true" });
  const outline = svgElement("rect", {
    class: "vae-cell",
    width: `${100 / cells}%`,
    height: `${100 / rows}%`,
  });
  const { block, plot, say } = createPlane({
    title: flat ? "Decoded along the axis" : "Decoded over the plane",
    caption: "Click a cell to go there, or use the arrow keys.",
    limit,
    flat,
    axes,
    backdrop: [canvas],
    marks: [outline],
  });
  plot.style.aspectRatio = `${cells * shape[1]} / ${rows * shape[0]}`;

  const goTo = (...indices) => onMove(indices.slice(0, flat ? 1 : 2).map(centre));
  plot.addEventListener("click", (event) => {
    goTo(...pointAt(event, plot, limit).map(indexOf));
    onEnd();
  });
  onPlaneKeys(plot, {
    step: (right, up) => {
      const [x, y = 0] = onPlane(current()).map(indexOf);
      goTo(clamp(x + right, 0, cells - 1), clamp(y + up, 0, cells - 1));
    },
    end: onEnd,
    flat,
  });

  const pixels = shape[0] * shape[1];
  const images = new Float32Array(rows * cells * pixels);
  const repaint = () => paintImages(canvas, images, { shape, columns: cells, colours: colours() });

  /** Decodes row by row from the top, where the upright unit is largest, in slices of time. */
  const decodeRow = (row, others) => {
    const z = new Float32Array(cells * others.length);
    for (let column = 0; column < cells; column++) {
      z.set(others, column * others.length);
      z[column * others.length + axes[0]] = centre(column);
      if (!flat) z[column * others.length + axes[1]] = centre(rows - 1 - row);
    }
    images.set(decode(z), row * cells * pixels);
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
    const [x, y = 0] = onPlane(z).map(indexOf);
    outline.setAttribute("x", `${(100 * x) / cells}%`);
    outline.setAttribute("y", `${(100 * (rows - 1 - y)) / rows}%`);
    say(onPlane(z));
  };
  return { block, show, repaint, images: () => images.slice() };
}
