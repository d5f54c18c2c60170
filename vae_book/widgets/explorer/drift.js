/** The landing page's figure moves by itself, slowly, until the reader takes it. */
import { button } from "../page/base.js";
import { rounded } from "../page/scale.js";

const SECONDS = 24; // once around
const RADIUS = 1.4; // standard deviations of the prior
const LONGEST_FRAME_MS = 100; // a page that was out of sight goes on where it was

/**
 * Moves the first two latent variables around a circle, unless motion is not wanted.
 * @param {object} options
 * @param {HTMLElement} options.root
 * @param {object} options.state - Of formula.js.
 * @param {AbortSignal} options.signal
 * @returns {HTMLElement|null} A button that stops it.
 */
export function createDrift({ root, state, signal }) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return null;
  const stopped = new AbortController();
  const stop = () => {
    stopped.abort();
    node.remove();
  };
  const node = button("Stop moving", stop);
  let angle = 0;
  let before = null;
  const frame = (now) => {
    if (stopped.signal.aborted || signal.aborted) return;
    const passed = before === null ? 0 : Math.min(now - before, LONGEST_FRAME_MS);
    before = now;
    angle += (2 * Math.PI * passed) / (1000 * SECONDS);
    const [z1, z2] = [Math.cos(angle), Math.sin(angle)].map((value) => rounded(RADIUS * value));
    state.moveTo({ z1, z2 });
    requestAnimationFrame(frame);
  };
  for (const kind of ["pointerdown", "keydown", "wheel", "focusin"]) {
    root.addEventListener(kind, stop, { signal: stopped.signal, passive: true });
  }
  if (location.hash.startsWith("#explorer:")) stop();
  else requestAnimationFrame(frame);
  return node;
}
