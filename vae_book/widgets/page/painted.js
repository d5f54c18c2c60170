/** A canvas behind a plot, the darker the larger a function of both axes is. */
import { element, inkColours, painter } from "./base.js";
import { clamp } from "./scale.js";

/**
 * Makes the canvas. The square root is painted, so that small values can be told apart.
 * @param {{value: function(number): number}} x - The plot's axes, of scale.js.
 * @param {{value: function(number): number}} y
 * @param {function(number, number): number} share - From 0, paper, to 1, ink.
 * @param {number} [cells] - On each side; stretched over the plot.
 * @returns {{canvas: HTMLCanvasElement, paint: function()}} `paint` needs the canvas to be on the
 *   page, because it takes its colours from there.
 */
export function createPainted(x, y, share, cells = 120) {
  const canvas = element("canvas", { class: "vae-surface", width: cells, height: cells });
  canvas.setAttribute("aria-hidden", "true");
  const context = painter(canvas);
  const paint = () => {
    const colours = inkColours(canvas);
    const image = context.createImageData(cells, cells);
    const pixels = new Uint32Array(image.data.buffer);
    for (let k = 0; k < pixels.length; k++) {
      const across = x.value(((k % cells) + 0.5) / cells);
      const up = y.value(1 - (Math.floor(k / cells) + 0.5) / cells);
      pixels[k] = colours[Math.round(255 * Math.sqrt(clamp(share(across, up), 0, 1)))];
    }
    context.putImageData(image, 0, 0);
  };
  return { canvas, paint };
}
