/** What a telephone's keyboard hides behind other layers, as a row of keys; shown on touch alone. */
import { button, element } from "../page/base.js";

const SIGNS = ["sum", "log", "(", ")", "^", "_", "/"];
const ALOUD = { "(": "open bracket", ")": "close bracket", "^": "to the power", "_": "index" };

/**
 * @param {HTMLTextAreaElement} input
 * @param {string[]} symbols - Of the question, such as `x_d`.
 * @returns {HTMLElement}
 */
export function keyRow(input, symbols) {
  const keys = [...symbols, ...SIGNS].map((text) => {
    const key = button(text, () => type(input, text));
    if (ALOUD[text]) key.setAttribute("aria-label", ALOUD[text]);
    key.addEventListener("pointerdown", (event) => event.preventDefault()); // the keyboard stays
    return key;
  });
  return element("div", { class: "vae-keys", role: "group", "aria-label": "Symbols" }, ...keys);
}

/** Two names get a space between them. */
function type(input, text) {
  const before = input.value.slice(0, input.selectionStart);
  const apart = /\w$/.test(before) && /^[a-z]/i.test(text) && !before.endsWith("_");
  input.setRangeText(`${apart ? " " : ""}${text}`, input.selectionStart, input.selectionEnd, "end");
  input.dispatchEvent(new Event("input"));
  input.focus();
}
