/**
 * The script of a static page: the elements. The checker beside it is loaded when needed.
 * bundle.py puts its name, CHECKER_FILE, in front.
 */
import { setCheckerScript } from "./client.js";
import { DerivationElement } from "./desk.js";
import { AnswerElement } from "./element.js";
import { AnswerSheetElement } from "./sheet.js";
import { StandingElement } from "./standing.js";
import { TaskElement } from "./task.js";

setCheckerScript(
  new URL(CHECKER_FILE, /** @type {HTMLScriptElement} */ (document.currentScript).src).href,
);
customElements.define("vae-answer", AnswerElement);
customElements.define("vae-answer-sheet", AnswerSheetElement);
customElements.define("vae-derivation", DerivationElement);
customElements.define("vae-standing", StandingElement);
customElements.define("vae-task", TaskElement);
