/** A slider for each latent unit: the active ones first, by their KL; the others folded away. */
import { div, element, formatNumber, uniqueId } from "../page/base.js";

const SHOWN = 8; // sliders above the fold

/**
 * Arranges the sliders.
 * @param {object} model
 * @param {Object<string, HTMLElement>} given - The row of each slider, by the name of its number.
 * @returns {HTMLElement}
 */
export function arrangeUnits(model, given) {
  const [order, active, kl] = ["order", "active", "unit_kl"].map((name) => model.get(name));
  const rows = order.map((unit) => given[`z${unit + 1}`]);
  if (kl.length) order.forEach((unit, k) => addKl(rows[k], kl[unit], Math.max(...kl)));
  const block = div("vae-units");
  const above = Math.min(active || order.length, SHOWN);
  if (kl.length) block.append(div("vae-units-head", "KL in nats"));
  block.append(div("vae-sliders", ...rows.slice(0, above)));
  if (above < active) {
    block.append(fold(`${active - above} more active`, rows.slice(above, active)));
  }
  const rest = rows.slice(Math.max(above, active));
  if (rest.length) block.append(fold(`${rest.length} inactive`, rest));
  return block;
}

/** How much a unit says, on average over the test images: a number over a bar. */
function addKl(row, nats, largest) {
  const id = uniqueId("vae-kl");
  const text = nats >= 0.005 ? formatNumber(nats) : "0.00";
  const unit = element("span", { class: "vae-unseen" }, " nats of KL");
  const note = element("span", { class: "vae-unit-kl", id }, text, unit);
  note.style.setProperty("--vae-share", `${(100 * Math.max(nats, 0)) / largest}%`);
  row.classList.add("vae-unit");
  row.querySelector("input").setAttribute("aria-describedby", id);
  row.append(note);
}

function fold(what, rows) {
  const variables = rows.length === 1 ? "variable" : "variables";
  const summary = element(
    "summary",
    { "data-lm-suppress-shortcuts": "true" },
    `${what} ${variables}`,
  );
  return element(
    "details",
    { class: "vae-fold" },
    summary,
    div("vae-sliders", ...rows),
  );
}
