/** The sheet that is drawn on. Arrow keys shift the image that is made of the drawing. */
import { button, div, element, uniqueId } from "./base.js";
import { makeControl } from "./drag.js";
import { blankSheet, drawLine } from "./ink.js";

/**
 * Makes the sheet.
 * @param {object} options
 * @param {object} options.state - Of formula.js, with the numbers `preset`, `right` and `up`.
 * @param {number} options.own - The preset that stands for the reader's drawing.
 * @param {HTMLCanvasElement} options.canvas
 * @returns {{block: HTMLElement, ink: function(): Float32Array, clear: function(): void,
 *   hint: function(boolean): void, say: function(number, string): void}} `hint` shows or hides an invitation.
 */
export function createSheet({ state, own, canvas }) {
  let ink = blankSheet();
  let last = null; // where the pen is; null when it is lifted
  const clear = () => {
    ink = blankSheet();
  };
  const draw = (point) => {
    if (state.current().preset !== own) {
      clear(); // the first stroke over a given image begins a drawing
      state.moveTo({ preset: own });
    }
    drawLine(ink, last ?? point, point);
    last = point;
    state.changed();
  };

  const captionId = uniqueId("vae-caption");
  const invitation = element("div", { class: "vae-hint", "aria-hidden": "true" }, "Draw here");
  const plot = div("vae-plot vae-sheet", canvas, invitation);
  const { least, most } = state.ranges.right;
  const say = makeControl(plot, {
    label: "Sheet to draw on; the arrow keys shift the image",
    captionId,
    ends: [least, most],
    onPoint: (across, up) => draw([across, 1 - up]),
    onStep: (right, up) => {
      const now = state.current();
      state.moveTo({ right: now.right + right, up: now.up + up });
    },
    onEnd: () => {
      last = null;
      state.onEnd();
    },
  });
  const clearAll = button("Clear the sheet", () => {
    clear();
    state.jumpTo({ preset: own });
    state.changed();
  });
  const note = element("div", { class: "vae-caption", id: captionId }, CAPTION);
  const buttons = div("vae-buttons", clearAll);
  const block = div("vae-sheet-block", plot, note, buttons);
  const hint = (visible) => invitation.toggleAttribute("hidden", !visible);
  return { block, ink: () => ink, clear, hint, say };
}

const CAPTION =
  "Draw with a finger, a pen or the mouse. The ink is centred and scaled as MNIST\u2019s digits " +
  "were; the arrow keys then shift it.";
