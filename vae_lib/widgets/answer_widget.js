/** The notebook's widgets: each shows the element that the page would show. */
import { AnswerElement } from "./answer_element.js";
import { AnswerSheetElement } from "./answer_sheet.js";

const ELEMENTS = { "vae-answer": AnswerElement, "vae-answer-sheet": AnswerSheetElement };

export default {
  render({ model, el }) {
    // Each widget brings this script; the first one names the elements for the whole page.
    for (const [name, kind] of Object.entries(ELEMENTS)) {
      if (!customElements.get(name)) customElements.define(name, kind);
    }
    el.innerHTML = model.get("html"); // written by answer_html.py, nothing in it is typed
  },
};
