/** The button that forgets one typed answer, or all of the book; it asks once. */
import { button } from "../page/base.js";
import { allAnswers, clear } from "./store.js";

/**
 * @param {function(string): void} say - Puts a sentence into a live region.
 * @param {string} [question] - Without one, all answers are cleared.
 * @returns {HTMLButtonElement}
 */
export function clearButton(say, question) {
  const [label, sure] = question
    ? ["Clear this answer", "Yes, clear it"]
    : ["Clear my answers", "Yes, clear all"];
  let armed = false;
  const arm = (on) => {
    armed = on;
    node.textContent = on ? sure : label;
  };
  const node = button(label, () => {
    const count = Object.keys(allAnswers()).length;
    if (armed) {
      clear(question);
      say(
        question ? "Cleared." : `Cleared. ${answersText(count)} in this book, now there are none.`,
      );
    } else if (question) say("This clears this answer. Press again to clear it.");
    else say(`This clears all your answers in this book (${count}). Press again to clear them.`);
    arm(!armed);
  });
  node.classList.add("vae-quiet");
  node.addEventListener("blur", () => arm(false));
  node.addEventListener("keydown", ({ key }) => key === "Escape" && arm(false));
  return node;
}

/** "There was one answer", "There were 3 answers". */
function answersText(count) {
  return count === 1 ? "There was one answer" : `There were ${count} answers`;
}
