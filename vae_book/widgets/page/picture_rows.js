/** Rows of small images, each row with its name. */
import { createPicture, div, inkColours, paintImages } from "./base.js";

/**
 * Makes the rows.
 * @param {object} options
 * @param {Object<string, string>} options.rows - The name of each row, by its class.
 * @param {Object<string, string>} options.alternatives - What a screen reader says of each.
 * @param {number[]} options.shape - Height and width of an image.
 * @param {number} options.columns - Images in a row.
 * @returns {{block: HTMLElement, show: function(string, ArrayLike<number>): void, paint: function(): void}}
 *   `show` gets a row's class and its grey levels, 0 to 255; `paint` takes the page's colours.
 */
export function createRows({ rows, alternatives, shape, columns }) {
  const block = div("vae-picture-rows");
  const canvases = {};
  const pixels = {};
  let colours = null;
  for (const [kind, text] of Object.entries(rows)) {
    canvases[kind] = createPicture(`vae-row-picture vae-row-${kind}`, alternatives[kind]);
    // Its height is there before it is painted, so that nothing below it moves.
    Object.assign(canvases[kind], { width: columns * shape[1], height: shape[0] });
    block.append(div("vae-row-name", text), canvases[kind]);
  }
  const draw = (kind) => paintImages(canvases[kind], pixels[kind], { shape, columns, colours });
  const show = (kind, levels) => {
    pixels[kind] = Float32Array.from(levels, (level) => level / 255);
    if (colours) draw(kind);
  };
  const paint = () => {
    colours = inkColours(block.querySelector("canvas"));
    Object.keys(pixels).forEach(draw);
  };
  return { block, show, paint };
}
