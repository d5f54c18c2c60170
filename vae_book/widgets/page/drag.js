/**
 * What makes a plot a control: it follows the pointer, takes the arrow keys, and is read out.
 *
 * Its role is a slider. A slider is the one role that makes screen readers pass the arrow keys on,
 * and one stop for the Tab key is enough: the native sliders beside the plot set one number each
 * and are the full equivalent.
 */
import { FOCUSABLE } from "./base.js";

const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
const FAST = 5; // steps at once with the Shift key

/**
 * Makes a plot a slider with a name, a pointer and keys.
 * @param {HTMLElement} plot
 * @param {object} options
 * @param {string} options.label - Its accessible name.
 * @param {string} options.captionId - Of the element that describes it.
 * @param {boolean} [options.flat] - It is dragged to the sides only; a finger still scrolls.
 * @param {number[]} options.ends - Of the number that moves from left to right.
 * @param {function(number, number)} options.onPoint - Gets the place of the pointer, each as a
 *   share from 0 to 1 from the left and from below; beyond the edge it is less or more.
 * @param {function(number, number)} options.onStep - How many steps right and up.
 * @param {function()} options.onHome
 * @param {function()} options.onEnd - At the end of a move.
 * @returns {function(number, string)} Tells a screen reader the number and the text.
 */
export function makeControl(plot, options) {
  const { label, captionId, flat = false, ends, onPoint, onStep, onHome, onEnd } = options;
  const attributes = {
    role: "slider",
    tabindex: 0,
    "aria-label": label,
    "aria-roledescription": flat ? "slider" : "two-dimensional slider",
    "aria-describedby": captionId,
    "aria-valuemin": ends[0],
    "aria-valuemax": ends[1],
    ...FOCUSABLE,
  };
  for (const [name, value] of Object.entries(attributes)) plot.setAttribute(name, value);
  plot.classList.add("vae-pad");
  plot.classList.toggle("vae-pad-flat", flat);
  followPointer(plot, {
    onMove: (event) => {
      const box = plot.getBoundingClientRect();
      const up = 1 - (event.clientY - box.top) / box.height;
      onPoint((event.clientX - box.left) / box.width, up);
    },
    onEnd,
  });
  onPlaneKeys(plot, { step: onStep, home: onHome, end: onEnd });
  return (now, text) => {
    plot.setAttribute("aria-valuenow", now);
    plot.setAttribute("aria-valuetext", text);
  };
}

/** Calls back from the press of a pointer until it is let go. */
export function followPointer(plot, { onMove, onEnd }) {
  plot.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    plot.setPointerCapture(event.pointerId);
    onMove(event);
  });
  plot.addEventListener("pointermove", (event) => {
    if (plot.hasPointerCapture(event.pointerId)) onMove(event);
  });
  plot.addEventListener("lostpointercapture", onEnd);
}

/**
 * Calls back for arrow keys and Home.
 * @param {HTMLElement} plot
 * @param {object} handlers
 * @param {function(number, number)} handlers.step - How many steps right and up.
 * @param {function()} handlers.home
 * @param {function()} handlers.end - When the key is let go.
 */
export function onPlaneKeys(plot, { step, home, end }) {
  plot.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    if ((!direction && event.key !== "Home") || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault(); // the page must not scroll
    const steps = event.shiftKey ? FAST : 1;
    if (direction) step(direction[0] * steps, direction[1] * steps);
    else home();
  });
  plot.addEventListener("keyup", end);
}
