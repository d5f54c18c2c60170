/** A canvas behind a plot, the darker the larger a function of both axes is. */
import { element, inkColours, painter } from "./base.js";
import { clamp } from "./scale.js";

const CELLS = 120; // on each side; stretched over the plot

/**
 * Makes the canvas. The square root is painted, so that small values can be told apart.
 * @param {{value: function(number): number}} x - The plot's axes, of scale.js.
 * @param {{value: function(number): number}} y
 * @param {function(number, number): number} share - From 0, paper, to 1, ink.
 * @returns {{canvas: HTMLCanvasElement, paint: function()}} `paint` needs the canvas to be on the
 *   page, because it takes its colours from there.
 */
export function createPainted(x, y, share) {
  const canvas = element("canvas", { class: "vae-surface", width: CELLS, height: CELLS });
  canvas.setAttribute("aria-hidden", "true");
  const context = painter(canvas);
  const paint = () => {
    const colours = inkColours(canvas);
    const image = context.createImageData(CELLS, CELLS);
    const pixels = new Uint32Array(image.data.buffer);
    for (let k = 0; k < pixels.length; k++) {
      const across = x.value(((k % CELLS) + 0.5) / CELLS);
      const up = y.value(1 - (Math.floor(k / CELLS) + 0.5) / CELLS);
      pixels[k] = colours[Math.round(255 * Math.sqrt(clamp(share(across, up), 0, 1)))];
    }
    context.putImageData(image, 0, 0);
  };
  return { canvas, paint };
}
