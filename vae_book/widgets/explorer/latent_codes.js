/** The encoded images of an explorer, as latent_codes.py packs them. */
import { openArrays } from "../network/arrays.js";

const STEPS_A_UNIT = 1000;

/** Numbers in thousandths as rows of `columns`. */
function inRows(numbers, columns, what) {
  const rows = numbers.length / columns;
  if (!Number.isInteger(rows)) {
    throw new Error(`Its ${numbers.length} numbers of ${what} do not make rows of ${columns}.`);
  }
  return Array.from(
    { length: rows },
    (_, row) =>
      Array.from(numbers.subarray(row * columns, (row + 1) * columns), (n) => n / STEPS_A_UNIT),
  );
}

/** All that a model says of the encoded images; what does not fit together is an error. */
export function readPoints(model, latentSize) {
  const arrays = openArrays(model.get("data"));
  const codes = inRows(arrays.codes, latentSize, "encoded images");
  const axes = model.get("order").slice(0, 2);
  const spreads = inRows(arrays.spreads, axes.length, "standard deviations");
  const classes = model.get("point_classes");
  for (const { length } of [classes, spreads]) {
    if (length && length !== codes.length) {
      throw new Error(`It has ${codes.length} encoded images, but ${length} of their numbers.`);
    }
  }
  const points = codes.map((code) => axes.map((unit) => code[unit]));
  return { codes, points, spreads, classes };
}
