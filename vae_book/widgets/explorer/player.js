/** A button that plays from 0 to 1. Where motion is not wanted, each press goes one step. */
import { button } from "../page/base.js";

const SECONDS = 6;
const STEPS = 10;
const LONGEST_FRAME_MS = 100; // a page that was out of sight goes on where it was

/**
 * Makes the button.
 * @param {object} options
 * @param {function(): number} options.current
 * @param {function(number): void} options.moveTo - Gets a number from 0 to 1.
 * @param {function(): void} options.onEnd - When it has stopped.
 * @param {AbortSignal} options.signal
 * @returns {{node: HTMLElement, stop: function(): void, isPlaying: function(): boolean}}
 */
export function createPlayer({ current, moveTo, onEnd, signal }) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let playing = false;
  let before = null;

  const frame = (now) => {
    if (!playing) return;
    if (signal.aborted || !node.isConnected) return stop();
    const passed = before === null ? 0 : Math.min(now - before, LONGEST_FRAME_MS);
    before = now;
    moveTo(Math.min(current() + passed / (1000 * SECONDS), 1));
    if (current() < 1) requestAnimationFrame(frame);
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
    if (current() >= 1) moveTo(0);
    name();
    requestAnimationFrame(frame);
  };
  const step = () => {
    const next = Math.floor(current() * STEPS + 1.001) / STEPS;
    moveTo(next > 1 ? 0 : next);
    onEnd();
  };
  const node = button("", () => (playing ? stop() : still.matches ? step() : start()));
  const name = () => {
    node.textContent = playing ? "Stop" : still.matches ? "One step" : "Play";
  };
  name();
  still.addEventListener("change", () => (still.matches && playing ? stop() : name()), { signal });
  return { node, stop, isPlaying: () => playing };
}
