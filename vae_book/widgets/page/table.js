/** A small table of numbers that change. */
import { element } from "./base.js";

/**
 * Makes a table.
 * @param {Label[]} columns - Their heads, that of the first column included.
 * @param {Label[]} rows - Their names.
 * @returns {{block: HTMLElement, show: function(string[][]): void}} `show` gets the texts of the cells.
 */
export function createTable(columns, rows) {
  const [corner, ...others] = columns;
  const heads = others.map((text) => element("th", { scope: "col" }, ...[text].flat()));
  const cells = rows.map(() => others.map(() => element("td")));
  const body = element("tbody");
  rows.forEach((name, k) => {
    const head = element("th", { scope: "row" }, ...[name].flat());
    body.append(element("tr", {}, head, ...cells[k]));
  });
  const first = corner ? element("th", { scope: "col" }, ...[corner].flat()) : element("td");
  const top = element("thead", {}, element("tr", {}, first, ...heads));
  const show = (texts) => {
    texts.forEach((row, k) => row.forEach((text, n) => (cells[k][n].textContent = text)));
  };
  return { block: element("table", { class: "vae-numbers" }, top, body), show };
}
