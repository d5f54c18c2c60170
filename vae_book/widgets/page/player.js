/** A button that plays a figure to its end. Where motion is not wanted, each press is one step. */
import { button } from "./base.js";

const LONGEST_FRAME_MS = 100; // a page that was out of sight goes on where it was

/**
 * Makes the button.
 * @param {object} options
 * @param {number} options.seconds - From one end to the other.
 * @param {number} options.steps - How many presses do the same.
 * @param {string} [options.step] - The button's text where it makes one step.
 * @param {function(): number} options.current - From 0 to 1.
 * @param {function(): boolean} [options.isOn] - Whether the figure is where the player moves it.
 * @param {function(number): void} options.moveTo
 * @param {function(): void} options.onEnd - When it has stopped.
 * @param {AbortSignal} options.signal
 * @returns {{node: HTMLElement, stop: function(): void}} It also stops when the reader moves the figure.
 */
export function createPlayer(options) {
  const { seconds, steps, step = "One step", current, moveTo, onEnd, signal } = options;
  const { isOn = () => true } = options;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let playing = false;
  let before = null;
  let place = 0;
  let left = 0; // what `current` was when the player last moved

  const go = (to) => {
    place = to;
    moveTo(place);
    left = current();
  };
  const frame = (now) => {
    if (!playing) return;
    if (signal.aborted || !node.isConnected || current() !== left || !isOn()) return stop();
    const passed = before === null ? 0 : Math.min(now - before, LONGEST_FRAME_MS);
    before = now;
    go(Math.min(place + passed / (1000 * seconds), 1));
    if (place < 1) requestAnimationFrame(frame);
    else stop();
  };
  const stop = () => {
    if (!playing) return;
    playing = false;
    name();
    onEnd();
  };
  const start = () => {
    [playing, before] = [true, null];
    go(current() >= 1 ? 0 : current());
    name();
    requestAnimationFrame(frame);
  };
  const once = () => {
    const next = Math.floor(current() * steps + 1.001) / steps;
    moveTo(next > 1 ? 0 : next);
    onEnd();
  };
  const node = button("", () => (playing ? stop() : still.matches ? once() : start()));
  const name = () => {
    node.textContent = playing ? "Stop" : still.matches ? step : "Play";
  };
  name();
  still.addEventListener("change", () => (still.matches && playing ? stop() : name()), { signal });
  return { node, stop };
}
