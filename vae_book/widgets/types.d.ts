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

/** What plot.js makes a plot of. */
interface Plot {
  x: Axis;
  y: Axis; // without ticks it has no axis
  className?: string;
  height?: number; // in rem; without one it is a square
  backdrop?: Element[]; // HTML behind the axes
  paths?: SVGPathElement[]; // stretched over the plot and cut at its edges
  marks?: SVGElement[]; // in front of the paths, placed by `at`
}

/** What drag_plot.js makes a plot with a handle of; what drag.js takes stands there. */
interface DragPlot extends Plot {
  state: any; // of formula.js
  label: string;
  step?: number; // by which a key moves a number, where its axis has no other one
  names?: Label[][]; // of the lines, as `legend` takes them
  title?: string; // in their place
  caption?: Label; // without one, `captionId` is that of another caption
  captionId?: string;
  wide?: boolean; // below the controls, over the whole figure
  handle?: boolean; // whether there is a circle to be dragged
  level?: boolean; // whether there is an upright line
  ends?: number[]; // of the number that is read out
  flat?: boolean;
  onPoint?(...shares: number[]): void;
  onStep?(...steps: number[]): void;
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
