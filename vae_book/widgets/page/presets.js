/** Drawings that are no digits, for a reader who wants to see what the encoder makes of them. */
import { blankSheet, drawStroke } from "./ink.js";

const arc = ([x, y], radius, from, to, steps = 24) =>
  Array.from({ length: steps + 1 }, (_, k) => {
    const angle = from + ((to - from) * k) / steps;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });

const fromStrokes = (name, strokes) => ({
  name,
  sheet: () => {
    const sheet = blankSheet();
    for (const stroke of strokes) drawStroke(sheet, stroke);
    return sheet;
  },
});

export const DRAWINGS = [
  fromStrokes("Letter A", [
    [[0.2, 0.9], [0.5, 0.1], [0.8, 0.9]],
    [[0.32, 0.62], [0.68, 0.62]],
  ]),
  fromStrokes("Face", [
    arc([0.5, 0.5], 0.4, 0, 2 * Math.PI, 48),
    [[0.36, 0.4]],
    [[0.64, 0.4]],
    arc([0.5, 0.5], 0.22, 0.2 * Math.PI, 0.8 * Math.PI),
  ]),
];
