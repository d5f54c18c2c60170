/** What the scripts find on a page without importing it; for `deno check`, never loaded. */
declare const CHECKER_FILE: string; // put in front by the bundle of the answers
declare const DOCUMENTATION_OPTIONS: Record<string, unknown> | undefined; // Sphinx's
// deno-lint-ignore no-explicit-any
declare const Search: any; // Sphinx's

type Label = string | Node | (string | Node)[];

/** A number axis of plot.js. */
interface Axis {
  scale: { share(value: number): number; value(share: number): number };
  ticks?: number[];
  texts?: number[]; // the ticks whose number is written
  name?: Label;
  moves?: string; // of drag_plot.js: the number of the state that the handle moves along it
  step?: number; // by which a key moves it
}

interface HTMLElement {
  // deno-lint-ignore no-explicit-any
  vaeFigure?: any; // of formula.js: for tests and benchmarks
  // deno-lint-ignore no-explicit-any
  vaeExplorer?: any;
}

interface Window {
  // deno-lint-ignore no-explicit-any
  require?: any; // RequireJS, where the page has it
}

/** What a selector finds, the page knows and the types do not. */
interface ParentNode {
  // deno-lint-ignore no-explicit-any
  querySelector(selectors: string): any;
  // deno-lint-ignore no-explicit-any
  querySelectorAll(selectors: string): NodeListOf<any>;
}
