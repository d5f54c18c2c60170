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
const PAGE = 10; // and with Page Up and Page Down
const ALL = 1e6; // more steps than there are, for Home and End
const NEAR = 32; // pixels around the handle that a finger may miss it by
const HOLD_MS = 250; // a finger that rests this long means the figure, not the page
const STILL = 8; // pixels that a resting finger moves
const HANDLE = ".vae-q-handle, .vae-pointer circle, .vae-level, .vae-cell";

/**
 * Makes a plot a slider with a name, a pointer and keys.
 * @param {HTMLElement} plot
 * @param {object} options
 * @param {string} options.label - Its accessible name.
 * @param {string} options.captionId - Of the element that describes it.
 * @param {boolean} [options.flat] - It is dragged to the sides only; a finger still scrolls.
 * @param {number[]} options.ends - Of the number that moves from left to right.
 * @param {function(number, number): void} options.onPoint - Gets the place of the pointer, each as a
 *   share from 0 to 1 from the left and from below; beyond the edge it is less or more.
 * @param {function(number, number): void} options.onStep - How many steps right and up.
 * @param {function(): void} options.onEnd - At the end of a move.
 * @returns {function(number, string): void} Tells a screen reader the number and the text.
 */
export function makeControl(plot, options) {
  const { label, captionId, flat = false, ends, onPoint, onStep, onEnd } = options;
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
  for (const [name, value] of Object.entries(attributes)) plot.setAttribute(name, String(value));
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
  onPlaneKeys(plot, { step: onStep, end: onEnd, flat });
  return (now, text) => {
    plot.setAttribute("aria-valuenow", String(now));
    plot.setAttribute("aria-valuetext", text);
  };
}

/**
 * Calls back from the press of a pointer until it is let go.
 *
 * A finger also scrolls the page. It moves the figure if it begins near the handle, rests a moment,
 * or taps; a plot without a handle takes it anywhere.
 */
export function followPointer(plot, { onMove, onEnd }) {
  let taken = false; // whether the pointer that is down moves the figure
  let down = null; // where a finger has begun that may yet mean the page
  let timer = null;
  const take = (event) => {
    taken = true;
    down = null;
    clearTimeout(timer);
    plot.setPointerCapture(event.pointerId);
    onMove(event);
  };
  const leave = () => {
    clearTimeout(timer);
    down = null;
  };
  plot.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (event.pointerType !== "touch" || isNearHandle(plot, event)) return take(event);
    down = event;
    timer = setTimeout(() => down && take(down), HOLD_MS);
  });
  plot.addEventListener("pointermove", (event) => {
    if (taken) onMove(event);
    else if (down && Math.hypot(event.x - down.x, event.y - down.y) > STILL) leave();
  });
  plot.addEventListener("pointerup", (event) => {
    if (down) take(event); // a tap
  });
  plot.addEventListener("pointercancel", leave);
  plot.addEventListener("lostpointercapture", () => {
    if (!taken) return;
    taken = false;
    onEnd();
  });
  // Only this keeps a browser from scrolling, and only before it has begun to.
  plot.addEventListener(
    "touchmove",
    (event) => taken && event.cancelable && event.preventDefault(),
    {
      passive: false,
    },
  );
}

function isNearHandle(plot, { clientX, clientY }) {
  const handles = [...plot.querySelectorAll(HANDLE)].map((node) => node.getBoundingClientRect());
  if (!handles.length) return true;
  return handles.some(({ left, right, top, bottom }) =>
    clientX > left - NEAR && clientX < right + NEAR &&
    clientY > top - NEAR && clientY < bottom + NEAR
  );
}

/**
 * Calls back for the keys of a slider.
 * @param {HTMLElement} plot
 * @param {object} handlers
 * @param {function(number, number): void} handlers.step - How many steps right and up.
 * @param {function(): void} handlers.end - When the key is let go.
 * @param {boolean} [handlers.flat] - There is nothing above and below.
 */
function onPlaneKeys(plot, { step, end, flat = false }) {
  const leaps = {
    Home: [-ALL, 0],
    End: [ALL, 0],
    PageUp: flat ? [PAGE, 0] : [0, PAGE],
    PageDown: flat ? [-PAGE, 0] : [0, -PAGE],
  };
  plot.addEventListener("keydown", (event) => {
    const steps = DIRECTIONS[event.key] ?? leaps[event.key];
    if (!steps || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault(); // the page must not scroll
    const factor = event.shiftKey && event.key in DIRECTIONS ? FAST : 1;
    step(factor * steps[0], factor * steps[1]);
  });
  plot.addEventListener("keyup", end);
}
