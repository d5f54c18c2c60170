/** A button that moves a figure on by itself, step by step, to its end or until it is stopped. */
import { button } from "../page/base.js";

const STEP_MS = 350; // below the delay of the readout, which then speaks at the end only
const LESS_MOTION = "(prefers-reduced-motion: reduce)";

/**
 * Makes the button. Where the reader's system asks for less motion, each press is one step.
 * @param {object} options
 * @param {number} options.count - How many places there are.
 * @param {string} options.step - The button's text where it makes one step.
 * @param {function(): number} options.current - The place, from 0.
 * @param {function(number): void} options.moveTo
 * @param {function(): void} options.onEnd - When it stands still again.
 * @returns {{button: HTMLElement, follow: function(): void}} Call `follow` after every change: it stops
 *   when the reader has moved the figure elsewhere.
 */
export function createStepper({ count, step, current, moveTo, onEnd }) {
  const lessMotion = matchMedia(LESS_MOTION);
  let timer = null;
  let place = null; // where the player itself has moved to

  const name = () => {
    node.textContent = lessMotion.matches ? step : timer === null ? "Play" : "Stop";
  };
  const stop = () => {
    if (timer === null) return;
    clearInterval(timer);
    timer = null;
    name();
    onEnd();
  };
  const go = (to) => {
    place = to;
    moveTo(to);
  };
  const tick = () => {
    if (node.isConnected) go(current() + 1);
    if (!node.isConnected || place === count - 1) stop();
  };
  const start = () => {
    go(current() === count - 1 ? 0 : current());
    timer = setInterval(tick, STEP_MS);
    name();
  };
  const press = () => {
    if (timer !== null) return stop();
    if (!lessMotion.matches) return start();
    go((current() + 1) % count);
    return onEnd();
  };
  const node = button("", press);
  node.classList.add("vae-play");
  name();
  lessMotion.addEventListener("change", () => {
    stop();
    name();
  });
  const follow = () => {
    if (timer !== null && current() !== place) stop();
  };
  return { button: node, follow };
}
