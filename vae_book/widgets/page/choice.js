/** A choice among a few named settings: native radio buttons, for keyboard and screen reader. */
import { element, FOCUSABLE, uniqueId } from "./base.js";

/**
 * Makes a choice.
 * @param {object} options
 * @param {string} options.legend
 * @param {string[]} options.names - Of the settings, from 0.
 * @param {function(number): void} options.onPick
 * @returns {{block: HTMLElement, show: function(number): void}}
 */
export function createChoice({ legend, names, onPick }) {
  const group = uniqueId("vae-choice");
  const inputs = names.map((_, k) => {
    const input = element("input", { type: "radio", name: group, value: k, ...FOCUSABLE });
    input.addEventListener("change", () => onPick(k));
    return input;
  });
  const labels = names.map((name, k) => element("label", {}, inputs[k], name));
  const block = element("fieldset", { class: "vae-choice" }, element("legend", {}, legend));
  block.append(...labels);
  const show = (index) => {
    inputs[index].checked = true;
  };
  return { block, show };
}
