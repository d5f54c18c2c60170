/**
 * `<vae-task task="q1">`: prose, choices, samples to rank, a list to tick, a slider, a curve to bend; kept
 * like the answers. With `covers`, the cells behind it stay covered until the reader has predicted.
 *
 * Its own content (see task.py) is the form. Without JavaScript it is plain text to think about.
 */
import { keep, recall } from "./store.js";
import { curveInWords, drawCurve } from "./curve.js";
import { KeptElement } from "./kept.js";
import { button, div, element } from "../page/base.js";

const COVERED = "vae-covered";
const PLACES = ["best", "second", "weakest"];

export class TaskElement extends KeptElement {
  get key() {
    return `task/${this.getAttribute("task")}`;
  }

  build() {
    this.fields = [...this.querySelectorAll("input, select, textarea")];
    this.fields.forEach((field, place) => field.dataset.place = place);
    this.addEventListener("input", ({ target }) => this.changed(target));
    for (const part of this.querySelectorAll("[data-kind]")) {
      part.append(element("p", { class: "vae-why", role: "status", "aria-live": "polite" }));
    }
    this.model = this.querySelector(".vae-model");
    if (this.model) {
      this.model.before(this.compared = button("I have compared my text", () => this.compare()));
    }
    if (this.hasAttribute("covers")) {
      this.open = button("Show me", () => this.uncover("", true));
      const note = "The result below is covered until you have predicted.";
      this.note = element("p", { class: "vae-note", role: "status", "aria-live": "polite" }, note);
      this.append(div("vae-actions", this.note, this.open));
    }
  }

  /** What is kept: `{prose, picks, opened}`; the picks by the field's place. */
  state() {
    try {
      const kept = JSON.parse(recall(this.key).text || "{}");
      return { prose: {}, picks: {}, opened: false, ...kept };
    } catch {
      return { prose: {}, picks: {}, opened: false };
    }
  }

  store(change) {
    keep(this.key, { text: JSON.stringify({ ...this.state(), ...change }) });
  }

  show() {
    const { prose, picks, opened } = this.state();
    for (const field of this.fields) {
      const value = picks[field.dataset.place];
      if (field.type === "textarea") field.value = prose[field.dataset.place] ?? "";
      else if (field.type === "radio" || field.type === "checkbox") field.checked = value === true;
      else field.value = value ?? field.getAttribute("value") ?? "";
    }
    for (const part of this.querySelectorAll("[data-kind]")) this.explain(part);
    if (this.model) {
      this.model.hidden = this.model.dataset.withheld === "" || !opened;
      this.compared.hidden = opened;
    }
    if (!this.open) return;
    const picked = this.fields.find((field) => picks[field.dataset.place] !== undefined);
    if (picked || opened) this.uncover(picked ? said(this) : "", false);
    else this.cover(true);
  }

  changed(field) {
    const { prose, picks } = this.state();
    if (field.type === "textarea") prose[field.dataset.place] = field.value;
    else if (field.type === "checkbox") picks[field.dataset.place] = field.checked;
    else if (field.type === "radio") {
      for (const other of this.fields.filter(({ name }) => name === field.name)) {
        delete picks[other.dataset.place];
      }
      picks[field.dataset.place] = true;
    } else picks[field.dataset.place] = field.value;
    const first = this.querySelector("[data-sheet] input:checked");
    const chosen = first ? first.parentElement.textContent.trim() : "";
    this.store({ prose, picks, chosen });
    this.explain(field.closest("[data-kind]"));
    if (!this.open) return;
    if (field.type === "range") this.note.textContent = "Press “Show me” when you are sure.";
    else this.uncover(said(this), false);
  }

  /** Says why what was chosen is right or not, or how the places compare with the book's. */
  explain(part) {
    const why = part?.querySelector(":scope > .vae-why");
    if (!why) return;
    const lines = [];
    const chosen = part.querySelector("input[type=radio]:checked");
    if (chosen?.dataset.why) {
      const right = chosen.dataset.right !== undefined;
      part.dataset.verdict = right ? "right" : "wrong";
      lines.push(element("strong", {}, right ? "Yes. " : "Not this one. "), chosen.dataset.why);
    } else delete part.dataset.verdict;
    const range = part.querySelector("input[type=range]");
    if (part.dataset.kind === "curve") lines.push(...drawCurve(part, this.state().opened));
    else if (range) {
      part.querySelector("output").textContent = `${range.value} ${range.dataset.unit}`;
    }
    const places = [...part.querySelectorAll("select")];
    if (places.length && new Set(places.map(({ value }) => value)).size === places.length) {
      if (places.every(({ value, dataset }) => value && dataset.reason)) {
        for (const { value, dataset } of places) {
          const word = value === dataset.rank ? "As the book ranks it" : "Here the book differs";
          const label = `${word}: the ${PLACES[dataset.rank - 1]} one. `;
          lines.push(element("span", {}, element("strong", {}, label), dataset.reason));
        }
      }
    }
    why.replaceChildren(...lines);
  }

  compare() {
    if (!Object.values(this.state().prose).some((text) => text.trim())) {
      const said = "Write your own answer first: then there is something to compare.";
      this.querySelector("[data-kind=model] > .vae-why").textContent = said;
      return;
    }
    this.store({ opened: true });
    this.show();
    this.model.open = true;
  }

  /**
   * The cells directly behind this one, or behind the cell that it is in; in JupyterLab their
   * outputs, for their code shall run.
   */
  covered() {
    const start = this.closest(".cell, .jp-Cell") ?? this;
    const found = [];
    for (let next = start.nextElementSibling; next; next = next.nextElementSibling) {
      if (!next.matches(".cell, .jp-CodeCell")) break;
      const output = next.querySelector(":scope > .jp-Cell-outputWrapper");
      found.push(/** @type {HTMLElement} */ (output ?? next));
    }
    return found;
  }

  cover(on) {
    for (const cell of this.covered()) {
      cell.classList.toggle(COVERED, on);
      cell.inert = on;
    }
    this.watch(on);
    this.open.hidden = !on;
    if (on) this.note.textContent = "The result below is covered until you have predicted.";
  }

  /** JupyterLab takes cells out of the page and puts them back as the reader scrolls. */
  watch(on) {
    const cells = this.closest(".jp-Cell")?.parentElement;
    if (on && cells && !this.watcher) {
      this.watcher = new MutationObserver(() => this.cover(true));
      this.watcher.observe(cells, { childList: true });
    } else if (!on) {
      this.watcher?.disconnect();
      this.watcher = undefined;
    }
  }

  uncover(prediction, asked) {
    this.cover(false);
    const { picks } = this.state();
    const moved = [...this.querySelectorAll("input[type=range]")].some(({ dataset }) =>
      picks[dataset.place] !== undefined
    );
    const text = prediction || (moved ? said(this) : "");
    this.note.textContent = text ? `You predicted: ${text}. Compare.` : "";
    if (asked) this.store({ opened: true });
    for (const part of this.querySelectorAll("[data-kind=curve]")) this.explain(part);
  }
}

/** The prediction in words. */
function said(task) {
  const curve = task.querySelector("[data-kind=curve]");
  if (curve) return curveInWords(curve);
  const chosen = task.querySelector("input[type=radio]:checked");
  if (chosen) return chosen.parentElement.textContent.trim();
  return task.querySelector("output")?.textContent.trim() ?? "";
}
