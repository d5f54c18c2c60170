/** The button that forgets all typed answers; it asks once. */
import { button } from "../page/base.js";
import { allAnswers, clearAll } from "./store.js";

const LABEL = "Clear my answers";

/**
 * @param {function(string)} say - Puts a sentence into a live region.
 * @returns {HTMLButtonElement}
 */
export function clearButton(say) {
  let armed = false;
  const arm = (on) => {
    armed = on;
    node.textContent = on ? "Yes, clear all" : LABEL;
  };
  const node = button(LABEL, () => {
    const count = Object.keys(allAnswers()).length;
    if (armed) {
      clearAll();
      say(`Cleared. ${answersText(count)} in this book, now there are none.`);
    } else {
      say(`This clears all your answers in this book (${count}). Press again to clear them.`);
    }
    arm(!armed);
  });
  node.classList.add("vae-quiet");
  node.addEventListener("blur", () => arm(false));
  return node;
}

/** "There was one answer", "There were 3 answers". */
function answersText(count) {
  return count === 1 ? "There was one answer" : `There were ${count} answers`;
}
