/** The sentences under a figure's controls: at once for the eye, at the end of a move for the ear. */
import { debounce, element } from "./base.js";

const DELAY_MS = 400; // a screen reader is told where a move ended, not each step of it

/**
 * Makes the readout. It keeps the height of its longest text: nothing below it moves with a drag.
 * @param {function(): string[]} [samples] - Texts for which it makes room before they are shown.
 * @returns {{nodes: HTMLElement[], show: function(string, string=): void}} `show` gets what is seen, and
 *   what is heard if that is more.
 */
export function createReadout(samples = () => []) {
  const seen = element("p", { class: "vae-readout", "aria-hidden": "true" });
  const heard = element("p", { class: "vae-unseen", role: "status" });
  let said = "";
  const speak = () => {
    heard.textContent = said;
  };
  const speakLater = debounce(speak, DELAY_MS);
  let longest = 0; // characters
  let width = 0;
  const makeRoom = (text) => {
    if (text.length <= longest || !width) return;
    longest = text.length;
    const shown = seen.textContent;
    seen.textContent = text;
    const kept = Number.parseFloat(seen.style.minHeight) || 0;
    seen.style.minHeight = `${Math.max(kept, seen.offsetHeight)}px`;
    seen.textContent = shown;
  };
  new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width === width) return;
    [width, longest] = [contentRect.width, 0];
    seen.style.minHeight = "";
    for (const text of [...samples(), seen.textContent]) makeRoom(text);
  }).observe(seen);
  const show = (text, spoken = text) => {
    makeRoom(text);
    seen.textContent = text;
    said = spoken;
    if (heard.textContent) speakLater();
    else speak();
  };
  return { nodes: [seen, heard], show };
}
