/**
 * From ink on a sheet to an image as MNIST has them, with no canvas: the same in every browser.
 *
 * An image is a Float32Array of ink from 0 to 1, row by row from the top; a stroke is a list of
 * points `[x, y]`, as shares of the sheet's side from the left and from the top.
 */
import { clamp } from "./scale.js";

export const SIDE = 28; // of an image of MNIST, in pixels
export const SHEET = 7 * SIDE; // side of the sheet that is drawn on
const BOX = 20; // MNIST fits a digit into a box of this side
const CENTRE = 14; // and puts its centre of mass at this pixel, counted from 0
const PEN = 0.1; // width of a stroke as a share of the sheet
const HALF = 0.5; // a pixel with at least so much ink is a 1

/** An empty sheet. */
export const blankSheet = () => new Float32Array(SHEET * SHEET);

/** Draws the line from one point of a stroke to the next, with round ends and soft edges. */
export function drawLine(sheet, [fromX, fromY], [toX, toY]) {
  const [ax, ay, bx, by] = [fromX, fromY, toX, toY].map((share) => share * SHEET - 0.5);
  const [dx, dy] = [bx - ax, by - ay];
  const squared = dx * dx + dy * dy || 1;
  const radius = (PEN * SHEET) / 2;
  const within = (value) => clamp(value, 0, SHEET - 1);
  const left = within(Math.floor(Math.min(ax, bx) - radius));
  const right = within(Math.ceil(Math.max(ax, bx) + radius));
  const bottom = within(Math.ceil(Math.max(ay, by) + radius));
  for (let y = within(Math.floor(Math.min(ay, by) - radius)); y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = clamp(((x - ax) * dx + (y - ay) * dy) / squared, 0, 1);
      const distance = Math.hypot(x - ax - along * dx, y - ay - along * dy);
      const ink = clamp(radius + 0.5 - distance, 0, 1);
      const at = y * SHEET + x;
      if (ink > sheet[at]) sheet[at] = ink;
    }
  }
}

/** Draws a whole stroke; a single point is a dot. */
export function drawStroke(sheet, points) {
  points.forEach((point, k) => drawLine(sheet, points[Math.max(k - 1, 0)], point));
}

/**
 * Centres and scales the ink as MNIST does: its bounding box is fitted into 20 by 20 pixels with
 * its aspect kept, each new pixel the average of what it covers, and then moved by whole pixels
 * until its centre of mass is in the middle of 28 by 28.
 * @param {Float32Array} image
 * @param {number} side - Of the square image.
 * @returns {Float32Array|null} Of 28 by 28 pixels; null where there is no ink.
 */
export function fitAsMnist(image, side) {
  const bounds = boundsOf(image, side);
  if (bounds === null) return null;
  const { left, top, width, height } = bounds;
  const scale = BOX / Math.max(width, height);
  const [columns, rows] = [width, height].map((length) => Math.max(1, Math.round(length * scale)));
  const across = covering(left, width, columns);
  const down = covering(top, height, rows);
  const box = new Float32Array(columns * rows);
  let [mass, momentX, momentY] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let ink = 0;
      for (const [y, share] of down[row]) {
        for (const [x, part] of across[column]) ink += share * part * image[y * side + x];
      }
      box[row * columns + column] = ink;
      mass += ink;
      momentX += ink * column;
      momentY += ink * row;
    }
  }
  const place = (moment, length) => clamp(Math.round(CENTRE - moment / mass), 0, SIDE - length);
  return moved(box, columns, rows, place(momentX, columns), place(momentY, rows));
}

/** Moves an image of 28 by 28 pixels; what leaves it is lost. */
export function shifted(image, right, up) {
  return moved(image, SIDE, SIDE, right, -up);
}

/** A pixel that is at least half covered is 1, the others 0. */
export function binary(image) {
  return image.map((ink) => (ink >= HALF ? 1 : 0));
}

/** The smallest rectangle around all ink, in whole pixels. */
function boundsOf(image, side) {
  let [left, right, top, bottom] = [side, -1, side, -1];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (image[y * side + x] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** For each of `count` equal parts of a length: the pixels that it covers, with their shares. */
function covering(start, length, count) {
  const size = length / count;
  return Array.from({ length: count }, (_, k) => {
    const [from, to] = [k * size, (k + 1) * size];
    const pixels = [];
    for (let pixel = Math.floor(from); pixel < Math.min(to, length); pixel++) {
      const covered = Math.min(to, pixel + 1) - Math.max(from, pixel);
      if (covered > 1e-9) pixels.push([start + pixel, covered / size]);
    }
    return pixels;
  });
}

/** Puts an image into an empty one of 28 by 28 pixels. */
function moved(image, columns, rows, left, top) {
  const result = new Float32Array(SIDE * SIDE);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y] = [left + column, top + row];
      if (x < 0 || x >= SIDE || y < 0 || y >= SIDE) continue;
      result[y * SIDE + x] = image[row * columns + column];
    }
  }
  return result;
}
