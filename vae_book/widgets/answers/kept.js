/** What the elements share: each is built once, and shows what another tab or a button changed. */
import { onChanged } from "./store.js";
import { element, FOCUSABLE } from "../page/base.js";

/**
 * An element with `build()`, which fills it, `show()`, and `key`, the name under which its content is
 * kept. One without a `key` shows all that is kept.
 */
export class KeptElement extends HTMLElement {
  connectedCallback() {
    const self = /** @type {any} */ (this);
    const first = !self.built;
    if (first) self.build?.();
    self.built = true;
    self.stopListening = onChanged(self.key, () => self.show());
    // A text box that JupyterLab took out of the page and puts back holds what was typed.
    if (first || !self.input) self.show();
  }

  disconnectedCallback() {
    /** @type {any} */ (this).stopListening();
  }
}

/** A text box that grows. It is no place for spelling checks and capitals. */
export function textBox(attributes) {
  return element("textarea", {
    ...attributes,
    ...FOCUSABLE,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
}

/** Makes a text box as high as its text. */
export function fitHeight(input) {
  input.style.height = "auto";
  const borders = input.offsetHeight - input.clientHeight;
  input.style.height = `${input.scrollHeight + borders}px`;
}
