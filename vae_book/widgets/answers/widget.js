/** The notebook's widgets: each shows the element that the page would show. */
import { setCheckerScript } from "./client.js";
import { DerivationElement } from "./desk.js";
import { AnswerElement } from "./element.js";
import { AnswerSheetElement } from "./sheet.js";
import { TaskElement } from "./task.js";

export default {
  async render({ model, el, host }) {
    if (!defined()) define(await host.getModel(model.get("checker")));
    el.innerHTML = model.get("html"); // written by html.py, nothing in it is typed
  },
};

/** Each widget brings this script; the first one names the elements for the whole page. */
function define(checker) {
  if (defined()) return; // by another widget, while this one waited for the checker
  const script = new Blob([checker.get("script")], { type: "text/javascript" });
  setCheckerScript(URL.createObjectURL(script));
  customElements.define("vae-answer", AnswerElement);
  customElements.define("vae-answer-sheet", AnswerSheetElement);
  customElements.define("vae-derivation", DerivationElement);
  customElements.define("vae-task", TaskElement);
}

function defined() {
  return customElements.get("vae-answer") !== undefined;
}
