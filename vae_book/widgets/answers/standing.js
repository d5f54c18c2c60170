/** `<vae-standing>`: how many of the assignment's questions the reader has answered. */
import { KeptElement } from "./kept.js";
import { sheetAnswers } from "./store.js";

/** @type {[string, string[]][]} */
const QUESTIONS = [
  ["Question 1", ["task/q1"]],
  ["Question 2", ["q2", "task/q2_relation"]],
  ["Question 3", ["q3", "task/q3_relation"]],
];

/** Pairs of a question and "answered", "half answered" or "open". */
export function standing() {
  const answers = sheetAnswers();
  return QUESTIONS.map(([title, names]) => {
    const count = names.filter((name) => answers[name]?.length).length;
    return [title, count === names.length ? "answered" : count ? "half answered" : "open"];
  });
}

export class StandingElement extends KeptElement {
  show() {
    const states = standing().map(([, state]) => state);
    const count = (state) => states.filter((one) => one === state).length;
    const half = count("half answered");
    const more = half ? `, ${half} half answered` : "";
    const begun = count("open") < states.length;
    this.textContent = begun ? `(${count("answered")} of 3 questions answered${more})` : "";
  }
}
