/** What a model makes of the validation digits: reconstructions, the latent plane, its decoding. */
import { createPicture, div, element, inkColours, paintImages } from "../page/base.js";
import { createRows } from "../page/picture_rows.js";
import { centre, dot, set } from "../page/plot.js";
import { linear } from "../page/scale.js";
import { createScatter } from "../page/scatter.js";

const SHAPE = [28, 28];
const LIMIT = 4; // of the latent plane
const SCALE = linear(-LIMIT, LIMIT);
const CELLS = 10; // a side of the decoded grid, as in session.js

/**
 * @param {object} options
 * @param {Uint8Array} options.classes - Of the validation digits.
 * @param {Uint8Array} options.images - Grey levels of the digits that are reconstructed.
 * @returns {{block: HTMLElement, show: function(object): void, paint: function(): void,
 *   mark: function(number[]|null): void}} `show` gets news of session.js; `mark` a place on the plane.
 */
export function createPictures({ classes, images }) {
  const columns = images.length / (SHAPE[0] * SHAPE[1]);
  const rows = createRows({
    rows: { images: "digit", reconstructions: "reconstruction" },
    alternatives: {
      images: "Validation digits.",
      reconstructions: "What the model makes of them.",
    },
    shape: SHAPE,
    columns,
  });
  rows.show("images", images);
  const names = [element("i"), element("i")];
  const own = dot(7, "vae-hue-gap");
  own.toggleAttribute("hidden", true);
  const caption = element("span");
  const scatter = createScatter({
    limit: LIMIT,
    classes,
    name: `The latent plane with ${classes.length} validation digits.`,
    caption,
    names: names.map((name) => [name]),
    marks: [own],
  });
  const canvas = createPicture("", "Images decoded from all over the plane.");
  const note = div("vae-caption");
  let seen = null;
  let colours = null;
  let placed = false; // whether the plane has its colours

  const paintGrid = () =>
    seen && colours && paintImages(canvas, seen.grid, { shape: SHAPE, columns: CELLS, colours });
  const show = (news) => {
    seen = news;
    const { axes, places, reconstructions } = news;
    const flat = axes.length === 1;
    const [first, second] = axes.map((unit) => `z${unit + 1}`);
    names[0].textContent = first;
    names[1].textContent = flat ? "class" : second;
    caption.textContent = `${classes.length} validation digits at their posterior means` +
      (flat ? ", sorted upwards by class." : ". Circles: the prior, 1 and 2 standard deviations.");
    note.textContent = `Decoded for ${first} from \u22122.7 to 2.7` +
      (flat ? "." : `, and ${second} upwards likewise; other units at 0.`);
    const shown = flat ? places.map((v, n) => (n % 2 ? height(classes[(n - 1) / 2]) : v)) : places;
    scatter.show(shown, 1);
    rows.show("reconstructions", reconstructions.map((level) => 255 * level));
    if (colours && !placed) scatter.paint();
    placed ||= colours !== null;
    paintGrid();
  };
  const paint = () => {
    rows.paint();
    colours = inkColours(canvas);
    placed = seen !== null;
    if (placed) scatter.paint();
    paintGrid();
  };
  const mark = (place) => {
    own.toggleAttribute("hidden", place === null);
    if (place === null) return;
    const [x, y = 0] = place;
    set(own, centre(SCALE, SCALE, x, y));
  };
  const grid = element("div", {}, canvas, note);
  const planes = div("vae-training-pair", scatter.block, grid);
  const block = div("vae-training-pictures", rows.block, planes);
  return { block, show, paint, mark };
}

const height = (digit) => 0.8 * digit - 3.6;
